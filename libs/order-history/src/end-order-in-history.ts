import type { OrderEnded } from '@refill/order-lifecycle/order-fact';
import { factEventKey } from '@refill/order-lifecycle/order-events';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import { appendEvents } from './append-events';
import type { OrderHistoryDatabase } from './database';
import { finishActionsOf } from './finish-operator-action';
import { lockOrder } from './lock-order';
import { refoldOrder } from './refold-order';

/**
 * Ends an order that has no workflow any more, in the history alone; may be repeated.
 *
 * From then on no workflow run overwrites the row, as after a late notification.
 */
export async function endOrderInHistory(
  db: OrderHistoryDatabase,
  ended: { readonly orderId: string; readonly fact: OrderEnded },
): Promise<'recorded' | 'closed' | 'unknown-order'> {
  const { orderId, fact } = ended;
  return await db.transaction().execute(async (trx) => {
    const row = await lockOrder(trx, orderId);
    if (row === undefined) return 'unknown-order';
    if (isTerminal(row.status)) return 'closed';
    const { occurredAt, notificationId } = fact;
    const event = {
      type: fact.type,
      key: factEventKey(fact),
      occurredAt,
      notificationId,
      data: { fact },
    };
    await appendEvents(trx, orderId, [event], []);
    await refoldOrder(trx, { orderId, windows: row.windows });
    await finishActionsOf(trx, [event]);
    return 'recorded';
  });
}
