import { setTimeout as sleep } from 'node:timers/promises';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { isDatabaseUnavailable } from '@refill/order-history/database-failure';
import { migrateToLatest } from '@refill/order-history/migrate';
import type { WaitLogger } from '@refill/service/dependency-wait';

const PAUSE_MS = 1_000;

/**
 * Migrates the database, and waits for it if it is down, but not for ever: whoever runs this wants an answer.
 * @param options `maxWaitMs`: how long to wait for PostgreSQL, in ms
 * @returns the names of the migrations that were applied now
 * @throws what went wrong: at once when the database refuses, after the wait when it is not there
 */
export async function migrateDatabase(
  databaseUrl: string,
  options: { readonly maxWaitMs: number },
  logger: WaitLogger,
): Promise<readonly string[]> {
  const until = performance.now() + options.maxWaitMs;
  const db = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    for (;;) {
      try {
        return await migrateToLatest(db);
      } catch (err) {
        if (!isDatabaseUnavailable(err) || performance.now() >= until) throw err;
        logger.warn({ err, retryInMs: PAUSE_MS }, 'waiting for PostgreSQL to migrate it');
      }
      await sleep(PAUSE_MS);
    }
  } finally {
    await closeDatabase(db);
  }
}
