import { sql } from 'kysely';
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
  /** What it is about, `order:{id}` or `device:{modelId}/{serialNumber}`: of one key, what was kept first goes first. */
  readonly orderKey: string;
}

/** Where deferred work stands in the order of delivery. */
export interface DeferredPosition {
  /** Grows with each piece of work that is kept. */
  readonly id: string;
}

/** Deferred work as it lies in the database. */
export interface StoredDeferredWork extends Omit<DeferredWork, 'orderKey'>, DeferredPosition {
  /** `null` in rows of versions before 0.2, which did not keep it. */
  readonly orderKey: string | null;
  /** How often its delivery failed though Temporal was there. */
  readonly failures: number;
}

/** How much waits for Temporal. */
export interface DeferredSummary {
  readonly count: number;
  /** ISO 8601, UTC, ms; `null` when nothing waits. */
  readonly oldestReceivedAt: string | null;
}

/** Keeps work until Temporal is back; a redelivery is `known`. */
export async function deferNotification(
  db: OrderHistoryDatabase,
  work: DeferredWork,
): Promise<'deferred' | 'known'> {
  return (await deferNotifications(db, [work])) === 1 ? 'deferred' : 'known';
}

/**
 * Keeps work until Temporal is back, all of it by one statement.
 * @param works at least one; of several with the same id the first is kept
 * @returns how many were not known yet
 */
export async function deferNotifications(
  db: OrderHistoryDatabase,
  works: readonly DeferredWork[],
): Promise<number> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('deferred')
    .values(
      works.map((work) => ({
        message_id: work.messageId,
        kind: work.kind,
        payload: JSON.stringify(work.payload),
        received_at: work.receivedAt,
        order_key: work.orderKey,
      })),
    )
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows);
}

/** Whether work of an order or device waits: what comes after it has to wait, too. */
export async function hasDeferred(db: OrderHistoryDatabase, orderKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('deferred')
    .select('id')
    .where('order_key', '=', orderKey)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Deferred work in the order in which it was kept; it stays until it is removed.
 *
 * Not by `receivedAt`: clocks are set back, and those of two instances differ. What was answered before the next came
 * has the lower id all the same.
 * @param after the last one of the part before
 */
export async function nextDeferred(
  db: OrderHistoryDatabase,
  limit: number,
  after?: DeferredPosition,
): Promise<readonly StoredDeferredWork[]> {
  let query = db.selectFrom('deferred').selectAll();
  if (after !== undefined) {
    query = query.where('id', '>', after.id);
  }
  const rows = await query.orderBy('id').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    kind: row.kind,
    payload: row.payload,
    receivedAt: row.received_at,
    orderKey: row.order_key,
    failures: row.failures,
  }));
}

/** Removes work that was handed on; may be repeated. */
export async function removeDeferred(db: OrderHistoryDatabase, id: string): Promise<void> {
  await db.deleteFrom('deferred').where('id', '=', id).execute();
}

/**
 * Counts a delivery that failed though Temporal was there.
 * @param code why: a stable code
 * @returns how often it failed until now; 0 when it was removed meanwhile
 */
export async function noteDeferredFailure(
  db: OrderHistoryDatabase,
  id: string,
  code: string,
): Promise<number> {
  const row = await db
    .updateTable('deferred')
    .set({ failures: sql<number>`failures + 1`, last_failure_code: code })
    .where('id', '=', id)
    .returning('failures')
    .executeTakeFirst();
  return row?.failures ?? 0;
}

/** Tells how much work waits for Temporal, and since when. */
export async function summarizeDeferred(db: OrderHistoryDatabase): Promise<DeferredSummary> {
  const { count, oldestReceivedAt } = await db
    .selectFrom('deferred')
    .select((eb) => [
      eb.fn.countAll<string>().as('count'),
      eb.fn.min('received_at').as('oldestReceivedAt'),
    ])
    .executeTakeFirstOrThrow();
  return { count: Number(count), oldestReceivedAt };
}

/** How much work waits for Temporal. */
export async function countDeferred(db: OrderHistoryDatabase): Promise<number> {
  return (await summarizeDeferred(db)).count;
}

/** The session-level advisory lock (of this application's own choosing) of whoever delivers deferred work. */
const DELIVERY_LOCK = 5_739_201_841;

/**
 * Does work that only one process at a time may do, of all those on this database.
 *
 * The lock is held by one connection of the pool, so the pool needs another one for the work. PostgreSQL frees
 * it when that connection ends, and thus when the process dies. Should the connection alone break, the work goes on
 * while another process may begin: what it does must bear being repeated.
 * @returns `ran: false` when another process, or another call, is at it
 * @throws what `work` throws
 */
export async function tryDeliverAlone<T>(
  db: OrderHistoryDatabase,
  work: () => Promise<T>,
): Promise<{ readonly ran: true; readonly value: T } | { readonly ran: false }> {
  return await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ locked: boolean; pid: number }>`
      select pg_try_advisory_lock(${DELIVERY_LOCK}) as locked, pg_backend_pid() as pid`.execute(
      connection,
    );
    const [lock] = rows;
    if (lock?.locked !== true) return { ran: false };
    try {
      return { ran: true, value: await work() };
    } finally {
      await unlock(db, connection, lock.pid);
    }
  });
}

async function unlock(
  db: OrderHistoryDatabase,
  connection: OrderHistoryDatabase,
  pid: number,
): Promise<void> {
  try {
    await sql`select pg_advisory_unlock(${DELIVERY_LOCK})`.execute(connection);
  } catch {
    // Most likely the connection broke, and the lock with it. If not, it must not go back into the pool locked.
    await sql`select pg_terminate_backend(${pid})`.execute(db).catch(() => undefined);
  }
}
