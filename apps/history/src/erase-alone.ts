import type { OrderHistoryDatabase } from '@refill/order-history/database';

/** The session-level advisory lock (of this application's own choosing) of whoever erases. */
const ERASURE_LOCK = '5739201842';

/**
 * Does work that only one instance at a time may do, of all those on this database.
 *
 * The lock is held by one connection of the pool, so the pool needs another one for the work. PostgreSQL frees
 * it when that connection ends, and thus when the process dies. Should the connection alone break, the work goes on
 * while another instance may begin: what it does must bear being repeated.
 * @returns whether it was done: `false` when another instance is at it
 * @throws what `work` throws
 */
export async function eraseAlone(
  db: OrderHistoryDatabase,
  work: () => Promise<void>,
): Promise<boolean> {
  return await db.connection().execute(async (connection) => {
    const lock = await connection
      .selectNoFrom((eb) => [
        eb
          .fn<boolean>('pg_try_advisory_lock', [eb.cast(eb.val(ERASURE_LOCK), 'bigint')])
          .as('locked'),
        eb.fn<number>('pg_backend_pid').as('pid'),
      ])
      .executeTakeFirstOrThrow();
    if (!lock.locked) return false;
    try {
      await work();
      return true;
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
    await connection
      .selectNoFrom((eb) => [
        eb
          .fn<boolean>('pg_advisory_unlock', [eb.cast(eb.val(ERASURE_LOCK), 'bigint')])
          .as('unlocked'),
      ])
      .execute();
  } catch {
    // Most likely the connection broke, and the lock with it. If not, it must not go back into the pool locked.
    await db
      .selectNoFrom((eb) => [eb.fn('pg_terminate_backend', [eb.val(pid)]).as('ended')])
      .execute()
      .catch(() => undefined);
  }
}
