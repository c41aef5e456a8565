import { isGrpcServiceError } from '@temporalio/client';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { migrateToLatest } from '@refill/order-history/migrate';
import type { TemporalConnection } from '@refill/temporal/connection';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import type { IngestionLogger } from './ingestion-logger';
import { type BackgroundAttempt, untilDone } from './until-done';

/** gRPC's PERMISSION_DENIED, UNIMPLEMENTED and UNAUTHENTICATED: Temporal Cloud lets no client do it. */
const NOT_OURS_TO_DO = new Set([7, 12, 16]);

/** How long an attempt on Temporal may take, in ms. */
const TEMPORAL_TIMEOUT_MS = 5_000;

/**
 * Brings PostgreSQL's schema and Temporal's search attributes up to date in the background.
 * Until then messages are deferred, or not taken: nothing is lost.
 * @param databaseUrl opened a second time, since a migration may wait for another service's for long
 */
export function prepareBackends(
  databaseUrl: string,
  temporal: TemporalConnection,
  logger: IngestionLogger,
): BackgroundAttempt {
  const attempts = [
    untilDone('migrating the database', logger, async () => {
      const db = openDatabase(databaseUrl, { maxConnections: 1 });
      try {
        await migrateToLatest(db);
      } finally {
        await closeDatabase(db);
      }
    }),
    untilDone('registering search attributes', logger, async () => {
      try {
        await temporal.connection.withDeadline(
          Date.now() + TEMPORAL_TIMEOUT_MS,
          async () => await ensureSearchAttributes(temporal.connection, temporal.namespace),
        );
      } catch (error) {
        if (!isGrpcServiceError(error) || !NOT_OURS_TO_DO.has(error.code)) throw error;
        logger.warn({ code: error.code }, 'search attributes have to be registered by an operator');
      }
    }),
  ];
  return {
    async stop() {
      await Promise.all(attempts.map(async (attempt) => await attempt.stop()));
    },
  };
}
