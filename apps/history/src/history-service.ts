import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { checkDatabase } from '@refill/order-history/check-database';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { summarizeOrders } from '@refill/order-history/summarize-orders';
import { createHttpServer } from '@refill/service/http-server';
import { createMetrics } from '@refill/service/metrics';
import { runReadinessChecks } from '@refill/service/readiness';
import { connectTemporal } from '@refill/temporal/connection';
import type { Tracing } from '@refill/tracing/start-tracing';
import { startActionSweep } from './action-sweep';
import { startErasureExecutor } from './erasure-executor';
import { addErasureMetrics } from './erasure-metrics';
import { historyApi } from './history-api';
import type { HistoryConfig } from './history-config';
import { addOrderMetrics } from './order-metrics';
import type { PageContext } from './pages/page-context';
import { historyPages } from './pages/history-pages';
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

/** How long a request waits for the erasure it asked for, in ms. */
const ERASURE_WAIT_MS = 10_000;

/** How long a request waits for what an operator asked of an order, in ms. */
const ACTION_WAIT_MS = 10_000;

/** How long to wait before looking again for operators' actions that others left, in ms. */
const ACTION_SWEEP_INTERVAL_MS = 10_000;

/** How long such an action waits before Temporal is told again, in ms: longer than any request takes to tell it. */
const ACTION_LEFT_AFTER_MS = 30_000;

/** How long to wait before looking again for erasures that other instances were asked for or left, in ms. */
const ERASURE_INTERVAL_MS = 5_000;

/** How long an erasure waits at most while Temporal is down, in ms. */
const ERASURE_MAX_BACKOFF_MS = 30_000;

/** What may differ in tests. */
export interface HistoryServiceOptions {
  /** How long a request waits for the outcome of the replay it asked for, in ms; 10,000 by default. */
  readonly replayWaitMs?: number;
  /** How long a request waits for the erasure it asked for, in ms; 10,000 by default. */
  readonly erasureWaitMs?: number;
  /** How long a request waits for what an operator asked of an order, in ms; 10,000 by default. */
  readonly actionWaitMs?: number;
  /** How long to wait before looking again for operators' actions that wait, in ms; 10,000 by default. */
  readonly actionSweepIntervalMs?: number;
  /** How long such an action waits before Temporal is told again, in ms; 30,000 by default. */
  readonly actionLeftAfterMs?: number;
  /** How long to wait before looking again for erasures, in ms; 5,000 by default. */
  readonly erasureIntervalMs?: number;
  /** How long an erasure waits at most while Temporal is down, in ms; 30,000 by default. */
  readonly erasureMaxBackoffMs?: number;
  /** Of the calls to Temporal, such as those that trace them; none by default. */
  readonly clientInterceptors?: Tracing['clientInterceptors'];
}

/**
 * Starts the API, and brings the database's schema up to date in the background: until then it is not ready.
 * It needs no worker, Temporal only for erasures and operators' actions, and both Temporal and PostgreSQL may come later.
 * @throws when the port is taken
 * @throws EncryptionKeysError or TemporalConfigError when the variables of Temporal cannot be used
 */
export async function startHistory(
  config: HistoryConfig,
  logger: Logger,
  options: HistoryServiceOptions = {},
): Promise<HistoryService> {
  const temporal = connectTemporal(process.env, options.clientInterceptors);
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
  const metrics = createMetrics('history');
  addErasureMetrics(metrics, db);
  addOrderMetrics(metrics, () => summarizeOrders(db));
  const erasures = startErasureExecutor({
    db,
    temporal,
    logger,
    prepared: schema.ended,
    intervalMs: options.erasureIntervalMs ?? ERASURE_INTERVAL_MS,
    maxBackoffMs: options.erasureMaxBackoffMs ?? ERASURE_MAX_BACKOFF_MS,
  });
  const actions = startActionSweep({
    db,
    temporal,
    logger,
    prepared: schema.ended,
    intervalMs: options.actionSweepIntervalMs ?? ACTION_SWEEP_INTERVAL_MS,
    waitingForMs: options.actionLeftAfterMs ?? ACTION_LEFT_AFTER_MS,
  });
  const app = createHttpServer({
    logger,
    service: 'history',
    metrics,
    readiness: async () => {
      const { checks } = await runReadinessChecks({ database: () => checkDatabase(db) });
      // Never a reason to answer nothing: what waits for Temporal is erased later.
      const waits = erasures.failure()?.message ?? null;
      return {
        checks: { ...checks, schema: schema.check(), erasures: { ok: true, detail: waits } },
      };
    },
  });
  const stop = async () => {
    schema.stop();
    await app.close();
    await schema.ended;
    await Promise.all([erasures.stop(), actions.stop()]);
    await Promise.all([closeDatabase(db), temporal.close()]);
  };
  try {
    const tokens = {
      readTokens: config.HISTORY_READ_TOKEN,
      writeTokens: config.HISTORY_WRITE_TOKEN,
    };
    const context: PageContext = {
      tokens,
      publicUrl: config.HISTORY_URL === undefined ? null : new URL(config.HISTORY_URL),
      db,
      guards: createTokenGuards(tokens),
      schemaIsReady: () => schema.isReady(),
      replayWaitMs: options.replayWaitMs ?? REPLAY_WAIT_MS,
      erasureWaitMs: options.erasureWaitMs ?? ERASURE_WAIT_MS,
      actionWaitMs: options.actionWaitMs ?? ACTION_WAIT_MS,
      temporal,
      erasures,
      temporalUi:
        config.TEMPORAL_UI_URL === undefined
          ? null
          : { url: config.TEMPORAL_UI_URL, namespace: config.TEMPORAL_NAMESPACE },
    };
    await app.register(historyApi, context);
    await app.register(historyPages, context);
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
