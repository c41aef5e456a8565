import type { TestDatabase } from '@refill/order-history/test-database';

/** What is in quarantine, oldest first. */
export async function quarantinedIn({ db }: TestDatabase) {
  const rows = await db.selectFrom('quarantine').selectAll().orderBy('id').execute();
  return rows.map(({ body, ...row }) => ({ ...row, body: body.toString('utf8') }));
}

/** What is deferred, oldest first. */
export async function deferredIn({ db }: TestDatabase) {
  return await db.selectFrom('deferred').selectAll().orderBy('id').execute();
}

/** The types and ids of an order's events. */
export async function orderEventsIn({ db }: TestDatabase, orderId: string) {
  return await db
    .selectFrom('order_events')
    .select(['type', 'notification_id'])
    .where('order_id', '=', orderId)
    .orderBy('seq')
    .execute();
}
