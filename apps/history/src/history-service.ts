import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { checkDatabase } from '@refill/order-history/check-database';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { createHttpServer } from '@refill/service/http-server';
import { createMetrics } from '@refill/service/metrics';
import { runReadinessChecks } from '@refill/service/readiness';
import { historyApi } from './history-api';
import type { HistoryConfig } from './history-config';
import { startSchemaPreparation } from './schema-preparation';
import { createTokenGuards } from './token-guards';

/** The history service while it runs. */
export interface HistoryService {
  /** The port it listens on. */
  readonly port: number;
  /** Resolves when the database's schema is there, or the service is stopped. */
  readonly prepared: Promise<void>;
  /** Answers the requests under way, then closes all connections. */
  stop(): Promise<void>;
}

/** How long one query of a request may take, in ms: a stalled database must not hold up callers for ever. */
const QUERY_TIMEOUT_MS = 10_000;

/** How long a request waits for the outcome of the replay it asked for, in ms. */
const REPLAY_WAIT_MS = 10_000;

/** What may differ in tests. */
export interface HistoryServiceOptions {
  /** How long a request waits for the outcome of the replay it asked for, in ms; 10,000 by default. */
  readonly replayWaitMs?: number;
}

/**
 * Starts the API, and brings the database's schema up to date in the background: until then it is not ready.
 * It needs neither Temporal nor a worker, and PostgreSQL may come later.
 * @throws when the port is taken
 */
export async function startHistory(
  config: HistoryConfig,
  logger: Logger,
  options: HistoryServiceOptions = {},
): Promise<HistoryService> {
  const db = openDatabase(config.DATABASE_URL, {
    queryTimeoutMs: QUERY_TIMEOUT_MS,
    onConnectionLost: (err) => {
      logger.warn({ err }, 'lost a connection to the database');
    },
  });
  const schema = startSchemaPreparation(
    { databaseUrl: config.DATABASE_URL, migrate: config.DATABASE_MIGRATE },
    logger,
  );
  const app = createHttpServer({
    logger,
    service: 'history',
    metrics: createMetrics('history'),
    readiness: async () => {
      const { checks } = await runReadinessChecks({ database: () => checkDatabase(db) });
      return { checks: { ...checks, schema: schema.check() } };
    },
  });
  const stop = async () => {
    schema.stop();
    await app.close();
    await schema.ended;
    await closeDatabase(db);
  };
  try {
    await app.register(historyApi, {
      db,
      guards: createTokenGuards({
        readTokens: config.HISTORY_READ_TOKEN,
        writeTokens: config.HISTORY_WRITE_TOKEN,
      }),
      schemaIsReady: () => schema.isReady(),
      replayWaitMs: options.replayWaitMs ?? REPLAY_WAIT_MS,
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
  return { port: portOf(app.server.address()), prepared: schema.ended, stop };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}
