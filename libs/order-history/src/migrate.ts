import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import { checkDatabase } from './check-database';
import type { OrderHistoryDatabase } from './database';
import { HistoryError } from './history-error';

/** Where the numbered SQL files are, seen from `src` and from `dist`. */
const MIGRATIONS_FOLDER = path.join(__dirname, '..', 'migrations');

/**
 * Brings the database to the newest schema: all pending files in order, in one transaction.
 * Services that start together wait for each other (Kysely takes a `pg_advisory_lock`), so all may call it.
 * @param folder where the `NNNN-name.sql` files are
 * @returns the names of the migrations that were applied now
 * @throws HistoryError `HISTORY_MIGRATION_FAILED`; the error of a database that can't be reached as it is
 */
export async function migrateToLatest(
  db: OrderHistoryDatabase,
  folder: string = MIGRATIONS_FOLDER,
): Promise<readonly string[]> {
  // Asked first, so that a database that is down is not reported as a broken migration.
  await checkDatabase(db);
  const migrator = new Migrator({ db, provider: sqlFiles(folder) });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return results.map((result) => result.migrationName);
  const failed = results.find((result) => result.status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : 'no reason was given';
  throw new HistoryError(
    'HISTORY_MIGRATION_FAILED',
    `${failed === undefined ? 'the database' : `migration ${failed}`} could not be migrated (${reason})`,
    { cause: error },
  );
}

/**
 * Whether every migration that this version knows was applied; a newer schema is fine.
 * For services that don't migrate themselves. Needs no right but to read.
 * @param folder where the `NNNN-name.sql` files are
 * @throws the error of a database that can't be reached as it is
 */
export async function schemaIsCurrent(
  db: OrderHistoryDatabase,
  folder: string = MIGRATIONS_FOLDER,
): Promise<boolean> {
  const migrations = await new Migrator({ db, provider: sqlFiles(folder) }).getMigrations();
  return migrations.every((migration) => migration.executedAt !== undefined);
}

function sqlFiles(folder: string): MigrationProvider {
  return {
    getMigrations: async () => {
      const files = (await readdir(folder)).filter((file) => /^\d{4}-.+\.sql$/.test(file));
      const migrations: Record<string, Migration> = {};
      for (const file of files) {
        migrations[path.basename(file, '.sql')] = {
          up: async (db) => {
            // Sent as one simple query without parameters, so a file may hold many statements.
            await sql.raw(await readFile(path.join(folder, file), 'utf8')).execute(db);
          },
        };
      }
      return migrations;
    },
  };
}
