import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { checkDatabase } from '@refill/order-history/check-database';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { migrateToLatest } from '@refill/order-history/migrate';
import { createHttpServer } from '@refill/service/http-server';
import { createMetrics } from '@refill/service/metrics';
import { runReadinessChecks } from '@refill/service/readiness';
import { historyApi } from './history-api';
import type { HistoryConfig } from './history-config';
import { createTokenGuards } from './token-guards';

/** The history service while it runs. */
export interface HistoryService {
  /** The port it listens on. */
  readonly port: number;
  /** Answers the requests under way, then closes all connections. */
  stop(): Promise<void>;
}

/** How long one query of a request may take, in ms: a stalled database must not hold up callers for ever. */
const QUERY_TIMEOUT_MS = 10_000;

/**
 * Migrates the database and starts the API. It needs neither Temporal nor a worker.
 * @throws when the database can't be reached or migrated, or the port is taken
 */
export async function startHistory(config: HistoryConfig, logger: Logger): Promise<HistoryService> {
  // A connection of its own, without the time limit: another service may be migrating.
  const migrating = openDatabase(config.DATABASE_URL, { maxConnections: 1 });
  try {
    await migrateToLatest(migrating);
  } finally {
    await closeDatabase(migrating);
  }
  const db = openDatabase(config.DATABASE_URL, {
    queryTimeoutMs: QUERY_TIMEOUT_MS,
    onConnectionLost: (err) => {
      logger.warn({ err }, 'lost a connection to the database');
    },
  });
  const app = createHttpServer({
    logger,
    service: 'history',
    metrics: createMetrics('history'),
    readiness: () => runReadinessChecks({ database: () => checkDatabase(db) }),
  });
  const stop = async () => {
    await app.close();
    await closeDatabase(db);
  };
  try {
    await app.register(historyApi, {
      db,
      guards: createTokenGuards({
        readToken: config.HISTORY_READ_TOKEN,
        writeToken: config.HISTORY_WRITE_TOKEN,
      }),
      temporalUi:
        config.TEMPORAL_UI_URL === undefined
          ? null
          : { url: config.TEMPORAL_UI_URL, namespace: config.TEMPORAL_NAMESPACE },
    });
    await app.listen({ port: config.HISTORY_PORT, host: config.HISTORY_HOST });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: portOf(app.server.address()), stop };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}
