import { sql, type Transaction } from 'kysely';
import { TERMINAL_STATUSES } from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';
import type { ErasedCustomer } from './erased-customers';
import { addErased } from './erasure-counts';

/**
 * Puts a pseudonym in the place of a customer's id in orders and their events; may be repeated.
 * @param batch how many orders one transaction takes at most
 */
export async function pseudonymiseOrders(
  db: OrderHistoryDatabase,
  customer: ErasedCustomer,
  batch: number,
): Promise<void> {
  for (;;) {
    const ids = await ordersNaming(db, customer.customerId, batch);
    if (ids.length === 0) return;
    await pseudonymisePart(db, customer, ids);
  }
}

/** The orders of a customer that have not ended. @param customerId their id, or their pseudonym */
export async function openOrdersNaming(
  db: OrderHistoryDatabase,
  customerId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('order_id as id')
    .where(sql<boolean>`order_id in (${naming(customerId)})`)
    .where('status', 'not in', TERMINAL_STATUSES)
    .orderBy('order_id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The ids of orders that name a customer: as theirs, or in one of the facts, which may disagree. */
function naming(customerId: string) {
  return sql`
    select order_id as id from orders where customer_id = ${customerId}
    union
    select order_id from order_events where data #>> '{fact,subject,customerId}' = ${customerId}`;
}

async function ordersNaming(
  db: OrderHistoryDatabase,
  customerId: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`${naming(customerId)} limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

async function pseudonymisePart(
  db: OrderHistoryDatabase,
  { customerId, pseudonym }: ErasedCustomer,
  ids: readonly string[],
): Promise<void> {
  const isOfPart = sql<boolean>`order_id = any(${ids}::text[])`;
  await db.transaction().execute(async (trx) => {
    // In the order of the ids: whoever locks several rows locks them in one order.
    await trx
      .selectFrom('orders')
      .select('order_id')
      .where(isOfPart)
      .orderBy('order_id')
      .forNoKeyUpdate()
      .execute();
    const orders = await trx
      .updateTable('orders')
      .set({ customer_id: pseudonym, updated_at: sql<string>`clock_timestamp()` })
      .where(isOfPart)
      .where('customer_id', '=', customerId)
      .executeTakeFirstOrThrow();
    const events = await trx
      .updateTable('order_events')
      .set({
        data: sql`jsonb_set(data, '{fact,subject,customerId}', to_jsonb(${pseudonym}::text))`,
      })
      .where(isOfPart)
      .where(sql<boolean>`data #>> '{fact,subject,customerId}' = ${customerId}`)
      .executeTakeFirstOrThrow();
    await eraseWordsOfOperators(trx, ids);
    await addErased(trx, pseudonym, {
      orders: Number(orders.numUpdatedRows),
      orderEvents: Number(events.numUpdatedRows),
    });
  });
}

/** What operators wrote about these orders may name the customer. */
async function eraseWordsOfOperators(
  trx: Transaction<DatabaseSchema>,
  orderIds: readonly string[],
): Promise<void> {
  const isOfPart = sql<boolean>`order_id = any(${orderIds}::text[])`;
  await trx
    .updateTable('operator_actions')
    .set({ reason: null, address: null })
    .where(isOfPart)
    .where((action) =>
      action.or([action('reason', 'is not', null), action('address', 'is not', null)]),
    )
    .execute();
  await trx
    .updateTable('order_events')
    .set({ data: sql`jsonb_set(data, '{text}', to_jsonb('erased'::text))` })
    .where(isOfPart)
    .where('type', '=', 'note')
    .where(sql<boolean>`data ? 'actionId'`)
    .execute();
}
