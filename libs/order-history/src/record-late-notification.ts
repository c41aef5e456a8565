import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import type { OrderHistoryDatabase } from './database';
import { lockOrder } from './lock-order';
import { addLateFacts } from './refold-order';

/**
 * Records a fact that came after its order's workflow had ended, and folds the order again with it.
 * @returns `known` when the order's history holds the notification already
 */
export async function recordLateNotification(
  db: OrderHistoryDatabase,
  late: { readonly orderId: string; readonly fact: OrderFact },
): Promise<'recorded' | 'known' | 'unknown-order'> {
  return await db.transaction().execute(async (trx) => {
    const row = await lockOrder(trx, late.orderId);
    if (row === undefined) return 'unknown-order';
    const order = { orderId: late.orderId, windows: row.windows };
    return (await addLateFacts(trx, order, [late.fact])) === 0 ? 'known' : 'recorded';
  });
}
