import { ConfigError, readConfig } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { migrateConfigSchema } from './history-config';
import { migrateDatabase } from './migrate-database';

/** How long the command waits for PostgreSQL, in ms. */
const MAX_WAIT_MS = 60_000;

async function main(): Promise<void> {
  const config = readConfig(migrateConfigSchema, process.env);
  const logger = createLogger({ service: 'migrate', level: config.LOG_LEVEL });
  try {
    const applied = await migrateDatabase(config.DATABASE_URL, { maxWaitMs: MAX_WAIT_MS }, logger);
    const lines =
      applied.length === 0 ? ['The schema is current.'] : applied.map((name) => `applied ${name}`);
    process.stdout.write(`${lines.join('\n')}\n`);
  } catch (err) {
    logger.fatal({ err }, 'the database could not be migrated');
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  const message = error instanceof ConfigError ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
