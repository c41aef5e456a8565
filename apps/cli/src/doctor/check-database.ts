import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { checkDatabase } from '@refill/order-history/check-database';
import { schemaIsCurrent } from '@refill/order-history/migrate';
import { failureWords } from '@refill/service/failure-words';
import { type Finding, fine, skipped, wrong } from './finding';

/** Asks PostgreSQL for an answer, and whether its schema is the one that this version needs. */
export async function checkPostgres(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) {
    return [skipped('PostgreSQL', 'DATABASE_URL is not set'), skipped('migrations', 'no database')];
  }
  let database: ReturnType<typeof openDatabase> | null = null;
  try {
    database = openDatabase(url);
    const began = performance.now();
    await checkDatabase(database);
    const answered = fine('PostgreSQL', `answers within ${millis(performance.now() - began)}`);
    return [answered, await migrations(database)];
  } catch (error) {
    return [
      wrong(
        'PostgreSQL',
        failureWords(error),
        'Is it running, and are host, port, user, password and database of DATABASE_URL right?',
      ),
      skipped('migrations', 'no database'),
    ];
  } finally {
    if (database !== null) await closeDatabase(database);
  }
}

async function migrations(database: ReturnType<typeof openDatabase>): Promise<Finding> {
  try {
    if (await schemaIsCurrent(database)) return fine('migrations', 'the schema is current');
  } catch (error) {
    return wrong(
      'migrations',
      failureWords(error),
      'Give the role of DATABASE_URL the rights that docs/security.md lists.',
    );
  }
  return wrong(
    'migrations',
    'the schema lacks migrations of this version',
    'Start a service with DATABASE_MIGRATE=auto, or run the migrate command as the owner of the database.',
  );
}

function millis(ms: number): string {
  return `${String(Math.ceil(ms))} ms`;
}
