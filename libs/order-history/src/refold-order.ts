import { sql, type Transaction } from 'kysely';
import { concludeOrder } from '@refill/order-lifecycle/conclude-order';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import { z } from 'zod';
import { appendEvents } from './append-events';
import { countVersions, versionWordsIn } from './count-versions';
import type { DatabaseSchema } from './database-schema';
import type { ErasedCustomer } from './erased-customers';
import { snapshotColumns } from './order-row';
import { orderWindowsSchema, readStored } from './stored-json';

const factDataSchema = z.object({ fact: orderFactSchema });

/**
 * Adds facts to a closed order as `late-notification` and folds its row again from all facts it has.
 *
 * The caller must hold the lock on the order's row. The row keeps its workflow run, and no run
 * overwrites it any more.
 * @param order `windows`: `orders.windows` as read; `erased`: whose ids must not be written
 * @returns how many of the facts were new; with none the row stays as it is
 */
export async function addLateFacts(
  trx: Transaction<DatabaseSchema>,
  order: {
    readonly orderId: string;
    readonly windows: unknown;
    readonly erased: readonly ErasedCustomer[];
  },
  facts: readonly OrderFact[],
): Promise<number> {
  const { orderId } = order;
  const added = await appendEvents(trx, orderId, facts.map(lateEvent), order.erased);
  if (added.length === 0) return 0;
  await refoldOrder(trx, order);
  await countVersions(trx, added.flatMap(versionWordsIn));
  return added.length;
}

/**
 * Folds an order's row again from all facts that its history holds; no workflow run overwrites it any more.
 * The caller must hold the lock on the row.
 * @param order `windows`: `orders.windows` as read
 */
export async function refoldOrder(
  trx: Transaction<DatabaseSchema>,
  order: { readonly orderId: string; readonly windows: unknown },
): Promise<void> {
  const { orderId } = order;
  const snapshot = concludeOrder(
    orderId,
    await factsOf(trx, orderId),
    readStored(orderWindowsSchema, order.windows, `windows of order ${orderId}`),
  );
  await trx
    .updateTable('orders')
    .set({
      ...snapshotColumns(snapshot),
      refolded: true,
      updated_at: sql<string>`clock_timestamp()`,
    })
    .where('order_id', '=', orderId)
    .execute();
}

function lateEvent(fact: OrderFact): OrderEvent {
  return {
    type: 'late-notification',
    key: `late:${fact.notificationId}`,
    occurredAt: fact.occurredAt,
    notificationId: fact.notificationId,
    data: { fact },
  };
}

async function factsOf(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
): Promise<readonly OrderFact[]> {
  const rows = await trx
    .selectFrom('order_events')
    .select(['seq', 'data'])
    .where('order_id', '=', orderId)
    // Exactly the events that carry a fact come from a notification.
    .where('notification_id', 'is not', null)
    .orderBy('seq')
    .execute();
  return rows.map(
    (row) => readStored(factDataSchema, row.data, `event ${String(row.seq)} of ${orderId}`).fact,
  );
}
