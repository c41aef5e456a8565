import type { Selectable, Transaction } from 'kysely';
import type { DatabaseSchema, OrdersTable } from './database-schema';

/**
 * Locks an order's row until the transaction ends.
 * Whoever writes to an order or its events takes this lock first, so writers never wait in a circle.
 * It is `for no key update`: `for update` would also block the foreign-key check of `claimEmail`, which
 * holds a row in `emails` by then, and that is such a circle.
 */
export async function lockOrder(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
): Promise<Selectable<OrdersTable> | undefined> {
  return await trx
    .selectFrom('orders')
    .selectAll()
    .where('order_id', '=', orderId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}
