import { closeDatabase, openDatabase } from './database';
import { prepareSchema } from './prepare-schema';

/**
 * Makes sure, over a connection of its own, that the database has the schema that this version needs; one attempt.
 * @param url opened for this alone: a migration may wait for another's for longer than a service's query may
 * @param migrate `DATABASE_MIGRATE`: `auto` applies what is missing, `off` leaves it to somebody else
 * @returns the names of the migrations that were applied now
 * @throws what {@link prepareSchema} throws
 */
export async function prepareDatabase(
  url: string,
  migrate: 'auto' | 'off',
): Promise<readonly string[]> {
  const database = openDatabase(url, { maxConnections: 1 });
  try {
    return await prepareSchema(database, migrate);
  } finally {
    await closeDatabase(database);
  }
}
