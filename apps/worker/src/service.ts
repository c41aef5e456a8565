import { randomUUID } from 'node:crypto';
import { createSmtpSender } from '@refill/customer-email/smtp-sender';
import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { prepareDatabase } from '@refill/order-history/prepare-database';
import { createHttpServer } from '@refill/service/http-server';
import { createMetrics } from '@refill/service/metrics';
import { connectTemporal } from '@refill/temporal/connection';
import { encryptingDataConverter } from '@refill/temporal/payload-encryption';
import type { Tracing } from '@refill/tracing/start-tracing';
import type { Logger } from 'pino';
import type { WorkerConfig } from './config';
import { createMailsUnderWay } from './mails-under-way';
import { createOrderMetrics } from './order-metrics';
import { createOrderPolling } from './order-polling';
import { createEmailDelivery, type EmailSettings } from './deliver-email';
import { withEmailMetrics } from './email-metrics';
import { withEmailSpans } from './email-spans';
import { createDeregisterOrders } from './deregister-orders';
import { createDeviceHistory } from './device-history';
import { createRecordHistory } from './record-history';
import { createResendEmail } from './resend-email';
import { withResendEmailMetrics } from './resend-email-metrics';
import { createSendDeviceEmail } from './send-device-email';
import { createSendEmail } from './send-email';
import { createStartProgress } from './start-progress';
import { installTemporalRuntime } from './temporal-runtime';
import { workerReadiness } from './worker-readiness';
import { workerTracing } from './worker-tracing';
import {
  findWorkflowBundle,
  TRACED_WORKFLOW_BUNDLE_PATH,
  WORKFLOW_BUNDLE_PATH,
} from './workflow-bundle';

/** A running worker service. */
export interface WorkerService {
  /** Where `/healthz`, `/readyz` and `/metrics` answer. */
  readonly url: string;
  /** Settles when the worker has ended; rejects when it broke down. */
  readonly ended: Promise<void>;
  /** Takes no more work, finishes what it has begun, then closes all connections. */
  stop(): Promise<void>;
}

/** How long a mail server may take to greet, in ms. */
const SMTP_CONNECT_TIMEOUT_MS = 4_000;

/**
 * How long a mail may be on its way, in ms; within the regular activity's 30 s. The local activity waits less,
 * and the regular one then joins the same delivery.
 */
const SMTP_TIMEOUT_MS = 25_000;

/** How long a mail is this process' to send, in ms: as long as it may be on its way, and the words around it. */
const EMAIL_CLAIM_MS = SMTP_TIMEOUT_MS + 10_000;

/** How long PostgreSQL may take for one query, in ms: a server that hangs must not hold up the stop. */
const QUERY_TIMEOUT_MS = 8_000;

/** How long Temporal may take for one signal to an order, in ms. */
const SIGNAL_TIMEOUT_MS = 5_000;

/** How long a stopping worker tries to record mails that went out while PostgreSQL was down, in ms. */
const RECORD_WHILE_STOPPING_MS = 5_000;

/** How long a stopping worker waits for mails that are on their way, in ms; less than it has to stop in. */
const SEND_WHILE_STOPPING_MS = 12_500;

/**
 * Starts the worker: it waits for PostgreSQL and Temporal as long as it takes, and says so in `/readyz` and the log.
 * @param tracing `null`: nothing is traced
 * @throws WorkflowBundleMissingError when the build did not make the bundle
 * @throws TemporalConfigError when Temporal's own variables are wrong
 */
export async function startWorkerService(
  config: WorkerConfig,
  logger: Logger,
  tracing: Tracing | null = null,
): Promise<WorkerService> {
  const workflowBundle = findWorkflowBundle(
    tracing === null ? WORKFLOW_BUNDLE_PATH : TRACED_WORKFLOW_BUNDLE_PATH,
  );
  const runtime = await installTemporalRuntime(logger);
  const temporal = connectTemporal(process.env, tracing?.clientInterceptors);
  const keys = config.TEMPORAL_ENCRYPTION_KEYS ?? null;
  const database = openDatabase(config.DATABASE_URL, { queryTimeoutMs: QUERY_TIMEOUT_MS });
  const sender = withEmailSpans(
    createSmtpSender({
      smtpUrl: config.SMTP_URL,
      from: config.EMAIL_FROM,
      timeoutMs: SMTP_TIMEOUT_MS,
      connectTimeoutMs: SMTP_CONNECT_TIMEOUT_MS,
      sinkDirectory: config.EMAIL_SINK_DIR ?? null,
      onSinkFailure: () => {
        logger.warn('a mail went out, but could not be written into EMAIL_SINK_DIR');
      },
    }),
  );
  const stopping = new AbortController();
  const giveUp = new AbortController();
  const mails = createMailsUnderWay();
  const email: EmailSettings = {
    database,
    sender,
    claimant: { id: randomUUID(), holdMs: EMAIL_CLAIM_MS },
    from: config.EMAIL_FROM,
    kinds: config.EMAIL_KINDS,
    maxAgeMs: config.EMAIL_MAX_AGE,
    giveUp: giveUp.signal,
    onBegin: (delivery) => {
      mails.note(delivery);
    },
  };
  const metrics = createMetrics('worker');
  const deliver = withEmailMetrics(createEmailDelivery(email), metrics);
  const progress = createStartProgress(logger, stopping.signal);
  const polling = createOrderPolling({
    temporal,
    progress,
    stopping: stopping.signal,
    logger,
    onPolling: () => {
      logger.info({ url, encryption: keys?.currentId ?? 'off' }, 'the worker takes orders');
    },
    worker: {
      workflowBundle,
      maxCachedWorkflows: config.WORKER_MAX_CACHED_WORKFLOWS,
      tracing: tracing === null ? null : await workerTracing(tracing),
      dataConverter: encryptingDataConverter(keys),
      activities: {
        recordHistory: createRecordHistory(email, deliver, createOrderMetrics(metrics)),
        sendEmail: createSendEmail(email, deliver),
        ...createDeviceHistory(database),
        sendDeviceEmail: createSendDeviceEmail(email, deliver),
        ...withResendEmailMetrics(createResendEmail(email), metrics),
        deregisterOrders: createDeregisterOrders({
          database,
          client: temporal.client,
          signalTimeoutMs: SIGNAL_TIMEOUT_MS,
        }),
      },
    },
  });
  const server = createHttpServer({
    logger,
    service: 'worker',
    metrics,
    readOtherMetrics: runtime.readMetrics,
    readiness: () =>
      workerReadiness({
        database,
        temporal,
        progress,
        polls: () => polling.polls(),
        stopping: () => stopping.signal.aborted,
      }),
  });
  const url = await server.listen({ host: config.WORKER_HOST, port: config.WORKER_PORT });

  const ended = (async () => {
    const migrate = config.DATABASE_MIGRATE;
    await progress.wait(
      migrate === 'auto'
        ? 'PostgreSQL, to migrate its schema'
        : 'PostgreSQL with a current schema (DATABASE_MIGRATE=off)',
      () => prepareDatabase(config.DATABASE_URL, migrate),
    );
    await polling.run();
  })().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
    // A start that is given up: nothing was begun.
    logger.debug({ err: error }, 'ended while it was stopping');
  });

  return {
    url,
    ended,
    async stop() {
      stopping.abort();
      const stoppedAt = performance.now();
      const timer = setTimeout(() => {
        giveUp.abort();
      }, RECORD_WHILE_STOPPING_MS);
      await ended.catch(() => undefined);
      await mails.ended(SEND_WHILE_STOPPING_MS - (performance.now() - stoppedAt));
      clearTimeout(timer);
      giveUp.abort();
      await server.close();
      await sender.close();
      await temporal.close();
      await closeDatabase(database);
    },
  };
}
