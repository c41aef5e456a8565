import type { OrderHistoryDatabase } from './database';
import { readOrderRow, type RecordedOrder } from './order-row';

/** One order; `null` when the history does not hold it. */
export async function getOrder(
  db: OrderHistoryDatabase,
  orderId: string,
): Promise<RecordedOrder | null> {
  const row = await db
    .selectFrom('orders')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return row === undefined ? null : readOrderRow(row);
}
