import { isGrpcServiceError } from '@temporalio/client';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { migrateToLatest, schemaIsCurrent } from '@refill/order-history/migrate';
import { untilDone } from '@refill/service/dependency-wait';
import type { TemporalConnection } from '@refill/temporal/connection';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import type { IngestionConfig } from './config';
import type { IngestionLogger } from './ingestion-logger';

/** Preparation in the background. */
export interface Preparation {
  /** Tries no more. It does not wait for the attempt under way, which may wait for another service's migration. */
  stop(): void;
}

/** gRPC's PERMISSION_DENIED, UNIMPLEMENTED and UNAUTHENTICATED: Temporal Cloud lets no client do it. */
const NOT_OURS_TO_DO = new Set([7, 12, 16]);

/** How long an attempt on Temporal may take, in ms. */
const TEMPORAL_TIMEOUT_MS = 5_000;

/**
 * Brings PostgreSQL's schema and Temporal's search attributes up to date in the background, and logs what it waits
 * for. Until then messages are deferred, or not taken: nothing is lost.
 * @param database opened a second time, since a migration may wait for another service's for long
 */
export function prepareBackends(
  database: IngestionConfig['database'],
  temporal: TemporalConnection,
  logger: IngestionLogger,
): Preparation {
  const stopping = new AbortController();
  const options = { logger, signal: stopping.signal, longestPauseMs: 15_000 };
  const prepare = (what: string, done: string, attempt: () => Promise<void>): void => {
    void untilDone(what, attempt, options).then(
      () => logger.info(done),
      () => undefined,
    );
  };
  if (database.migrate) {
    prepare('PostgreSQL to migrate it', 'the database is migrated', async () => {
      await migrate(database.url);
    });
  } else {
    prepare(
      "PostgreSQL's schema to be migrated by another (DATABASE_MIGRATE=off)",
      "the database's schema is current",
      async () => {
        await expectCurrentSchema(database.url);
      },
    );
  }
  prepare('Temporal to register search attributes', 'search attributes are there', async () => {
    await registerSearchAttributes(temporal, logger);
  });
  return {
    stop: () => {
      stopping.abort();
    },
  };
}

async function migrate(url: string): Promise<void> {
  const db = openDatabase(url, { maxConnections: 1 });
  try {
    await migrateToLatest(db);
  } finally {
    await closeDatabase(db);
  }
}

async function expectCurrentSchema(url: string): Promise<void> {
  const db = openDatabase(url, { maxConnections: 1 });
  try {
    if (!(await schemaIsCurrent(db))) throw new Error('the schema is not current yet');
  } finally {
    await closeDatabase(db);
  }
}

async function registerSearchAttributes(
  { connection, namespace }: TemporalConnection,
  logger: IngestionLogger,
): Promise<void> {
  try {
    await connection.withDeadline(
      Date.now() + TEMPORAL_TIMEOUT_MS,
      async () => await ensureSearchAttributes(connection, namespace),
    );
  } catch (error) {
    if (!isGrpcServiceError(error) || !NOT_OURS_TO_DO.has(error.code)) throw error;
    logger.warn({ code: error.code }, 'search attributes have to be registered by an operator');
  }
}
