import type { Registry } from 'prom-client';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { connectTemporal, type TemporalConnection } from '@refill/temporal/connection';
import type { Tracing } from '@refill/tracing/start-tracing';
import { createCircuit } from './circuit';
import { createConcurrencyLimit } from './concurrency-limit';
import type { IngestionConfig } from './config';
import { createDeferrals } from './deferrals';
import { createDeferredBacklog } from './deferred-backlog';
import { guardHistory } from './guarded-history';
import { guardTemporal } from './guarded-temporal';
import type { IngestionContext } from './ingestion-context';
import type { IngestionLogger } from './ingestion-logger';
import { createIngestionMetrics } from './ingestion-metrics';
import { CIRCUIT, TIME_LIMITS, WAITING_PER_RUNNING } from './time-limits';
import { createRecentOrders } from './recent-orders';

/** Temporal and PostgreSQL, and all that every way in shares. */
export interface Backends {
  readonly temporal: TemporalConnection;
  readonly context: IngestionContext;
  close(): Promise<void>;
}

/** How backends are opened. */
export interface BackendsOptions {
  readonly registry: Registry;
  readonly logger: IngestionLogger;
  /** Told when Temporal answers again. */
  readonly onTemporalBack: () => void;
  /** Of the calls to Temporal. */
  readonly clientInterceptors: Tracing['clientInterceptors'];
}

/**
 * Connections to PostgreSQL, few on purpose: in a burst all of them are opened at once, which costs it more than the
 * burst itself. Besides those of messages: the lock of delivering alone, its rows, replays, the summary.
 */
const MESSAGE_CONNECTIONS = 12;
const FURTHER_CONNECTIONS = 4;

/**
 * Opens the backends; nothing is connected before it is needed.
 * @throws Error when Temporal's own configuration can't be read
 */
export function openBackends(
  config: IngestionConfig,
  { registry, logger, onTemporalBack, clientInterceptors }: BackendsOptions,
): Backends {
  const temporal = connectTemporal(process.env, clientInterceptors);
  const metrics = createIngestionMetrics(registry);
  const db = openDatabase(config.database.url, {
    maxConnections: Math.min(config.maxConcurrency, MESSAGE_CONNECTIONS) + FURTHER_CONNECTIONS,
    connectTimeoutMs: TIME_LIMITS.deferMs,
    queryTimeoutMs: TIME_LIMITS.deferMs,
    onConnectionLost: (error) => logger.warn({ err: error }, 'a connection to PostgreSQL broke'),
  });
  const limit = createConcurrencyLimit({
    maxRunning: config.maxConcurrency,
    maxWaiting: config.maxConcurrency * WAITING_PER_RUNNING,
    maxWaitMs: TIME_LIMITS.turnMs,
  });
  const circuit = createCircuit({
    ...CIRCUIT,
    onChange: (state) => {
      metrics.circuitOpen.set(state === 'open' ? 1 : 0);
      if (state === 'open') {
        logger.error({ code: 'TEMPORAL_UNAVAILABLE' }, 'Temporal does not answer: all is deferred');
      } else {
        logger.info('Temporal answers again');
        onTemporalBack();
      }
    },
  });
  const history = guardHistory(db, { timeoutMs: TIME_LIMITS.historyMs, logger });
  const shared = {
    emailLocalFirst: config.emailLocalFirst,
    ...(config.historyUrl === null ? {} : { historyUrl: config.historyUrl }),
  };
  return {
    temporal,
    context: {
      temporal: guardTemporal(temporal.client, {
        limit,
        circuit,
        timeoutMs: TIME_LIMITS.temporalMs,
        logger,
      }),
      history,
      deferrals: createDeferrals(history),
      backlog: createDeferredBacklog(),
      recentOrders: createRecentOrders(),
      orderDefaults: { windows: config.windows, ...shared },
      deviceDefaults: { windows: config.deviceWindows, ...shared },
      maxOpenUntrusted: config.maxOpenUntrusted,
      logger,
      metrics,
    },
    async close() {
      await Promise.all([closeDatabase(db), temporal.close()]);
    },
  };
}
