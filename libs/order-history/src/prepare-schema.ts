import type { OrderHistoryDatabase } from './database';
import { HistoryError } from './history-error';
import { migrateToLatest, schemaIsCurrent } from './migrate';

/**
 * Makes sure that the database has the schema that this version needs; to be tried again after a failure.
 * A database that is ahead of this version, as after going back to it, is left as it is.
 * @param migrate `auto`: applies what is missing; `off`: somebody else does, with the rights of the owner
 * @returns the names of the migrations that were applied now
 * @throws HistoryError `HISTORY_SCHEMA_BEHIND` when something is missing and it is `off`, `HISTORY_MIGRATION_FAILED`;
 *   the error of a database that can't be reached as it is
 */
export async function prepareSchema(
  db: OrderHistoryDatabase,
  migrate: 'auto' | 'off',
): Promise<readonly string[]> {
  if (await schemaIsCurrent(db)) return [];
  if (migrate === 'auto') return await migrateToLatest(db);
  throw new HistoryError(
    'HISTORY_SCHEMA_BEHIND',
    'the database lacks migrations, and DATABASE_MIGRATE is off: run the migrate command',
  );
}
