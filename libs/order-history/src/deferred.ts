import type { OrderHistoryDatabase } from './database';

/** Something that must be handed to Temporal once it is back. */
export interface DeferredWork {
  /** Identifies it: the same thing is deferred once. */
  readonly messageId: string;
  readonly kind: 'notification' | 'replenishment';
  /** Anything that survives JSON. Whoever takes it out validates it: only they know its shape. */
  readonly payload: unknown;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}

/** Deferred work as it lies in the database. */
export interface StoredDeferredWork extends DeferredWork {
  /** For `removeDeferred`. */
  readonly id: string;
}

/** Keeps work until Temporal is back; a redelivery is `known`. */
export async function deferNotification(
  db: OrderHistoryDatabase,
  work: DeferredWork,
): Promise<'deferred' | 'known'> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('deferred')
    .values({
      message_id: work.messageId,
      kind: work.kind,
      payload: JSON.stringify(work.payload),
      received_at: work.receivedAt,
    })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? 'deferred' : 'known';
}

/** The oldest deferred work, by time of receipt; it stays until it is removed. */
export async function nextDeferred(
  db: OrderHistoryDatabase,
  limit: number,
): Promise<readonly StoredDeferredWork[]> {
  const rows = await db
    .selectFrom('deferred')
    .selectAll()
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    kind: row.kind,
    payload: row.payload,
    receivedAt: row.received_at,
  }));
}

/** Removes work that was handed on; may be repeated. */
export async function removeDeferred(db: OrderHistoryDatabase, id: string): Promise<void> {
  await db.deleteFrom('deferred').where('id', '=', id).execute();
}

/** How much work waits for Temporal. */
export async function countDeferred(db: OrderHistoryDatabase): Promise<number> {
  const { count } = await db
    .selectFrom('deferred')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
