import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { createSmtpSender } from '@refill/customer-email/smtp-sender';
import { checkDatabase } from '@refill/order-history/check-database';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { migrateToLatest } from '@refill/order-history/migrate';
import { createHttpServer } from '@refill/service/http-server';
import { createMetrics } from '@refill/service/metrics';
import { runReadinessChecks } from '@refill/service/readiness';
import { connectTemporal } from '@refill/temporal/connection';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import type { Logger } from 'pino';
import type { WorkerConfig } from './config';
import { createOrderWorker } from './order-worker';
import { createRecordHistory } from './record-history';
import { createSendEmail } from './send-email';
import { temporalLogger } from './temporal-logger';
import { findWorkflowBundle } from './workflow-bundle';

/** A running worker service. */
export interface WorkerService {
  /** Where `/healthz`, `/readyz` and `/metrics` answer. */
  readonly url: string;
  /** Settles when the worker has ended; rejects when it broke down. */
  readonly ended: Promise<void>;
  /** Takes no more work, finishes what it has begun, then closes all connections. */
  stop(): Promise<void>;
}

/** How long a mail server may take to answer; within the local activity's 5 s. */
const SMTP_TIMEOUT_MS = 4_000;

/** The longest wait between two tries to reach what the worker needs, in ms. */
const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts the worker: it waits for PostgreSQL and Temporal as long as it takes, and says so in `/readyz`.
 * @throws WorkflowBundleMissingError when the build did not make the bundle
 */
export async function startWorkerService(
  config: WorkerConfig,
  logger: Logger,
): Promise<WorkerService> {
  const workflowBundle = findWorkflowBundle();
  // Signals are the service's business: the SDK must not end the worker behind its back.
  Runtime.install({ logger: temporalLogger(logger, 'INFO'), shutdownSignals: [] });
  const database = openDatabase(config.DATABASE_URL);
  const temporal = connectTemporal();
  const sender = createSmtpSender({
    smtpUrl: config.SMTP_URL,
    from: config.EMAIL_FROM,
    timeoutMs: SMTP_TIMEOUT_MS,
    sinkDirectory: config.EMAIL_SINK_DIR ?? null,
    onSinkFailure: () => {
      logger.warn('a mail went out, but could not be written into EMAIL_SINK_DIR');
    },
  });
  const stopping = new AbortController();
  let worker: Worker | null = null;

  const server = createHttpServer({
    logger,
    service: 'worker',
    metrics: createMetrics('worker'),
    readiness: () =>
      runReadinessChecks({
        postgres: () => checkDatabase(database),
        temporal: () => temporal.connection.workflowService.getSystemInfo({}),
        worker: () =>
          worker?.getState() === 'RUNNING'
            ? Promise.resolve()
            : Promise.reject(new Error('the worker does not poll')),
      }),
  });
  const url = await server.listen({ host: '0.0.0.0', port: config.WORKER_PORT });

  const run = async (): Promise<void> => {
    const untilDone = <T>(what: string, attempt: () => Promise<T>): Promise<T> =>
      retryUntilDone(what, attempt, logger, stopping.signal);
    await untilDone('migrating the database', () => migrateToLatest(database));
    await untilDone('registering the search attributes', () =>
      ensureSearchAttributes(temporal.connection, temporal.namespace),
    );
    const connection = await untilDone('connecting to Temporal', () =>
      NativeConnection.connect(loadClientConnectConfig().connectionOptions),
    );
    try {
      worker = await createOrderWorker({
        connection,
        namespace: temporal.namespace,
        workflowBundle,
        maxCachedWorkflows: config.WORKER_MAX_CACHED_WORKFLOWS,
        activities: {
          recordHistory: createRecordHistory(database),
          sendEmail: createSendEmail({
            database,
            sender,
            from: config.EMAIL_FROM,
            kinds: config.EMAIL_KINDS,
            maxAgeMs: config.EMAIL_MAX_AGE,
          }),
        },
      });
      logger.info({ url }, 'the worker takes orders');
      if (!stopping.signal.aborted) await worker.run();
    } finally {
      await connection.close();
    }
  };
  const ended = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });

  return {
    url,
    ended,
    async stop() {
      stopping.abort();
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      await ended.catch(() => undefined);
      await server.close();
      await sender.close();
      await temporal.connection.close();
      await closeDatabase(database);
    },
  };
}

async function retryUntilDone<T>(
  what: string,
  attempt: () => Promise<T>,
  logger: Logger,
  signal: AbortSignal,
): Promise<T> {
  for (let pause = 250; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      logger.warn({ err: error, what, retryInMs: pause }, 'not possible yet');
      await delay(pause, undefined, { signal });
    }
  }
}
