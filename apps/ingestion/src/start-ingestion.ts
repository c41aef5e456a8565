import { closeDatabase, openDatabase } from '@refill/order-history/database';
import type { createLogger } from '@refill/service/logger';
import { createMetrics } from '@refill/service/metrics';
import { createCertificateStore } from '@refill/sns/certificate-store';
import { confirmSubscription } from '@refill/sns/confirm-subscription';
import { createMessageVerifier, type MessageVerifier } from '@refill/sns/message-verifier';
import { connectTemporal } from '@refill/temporal/connection';
import { createConcurrencyLimit } from './concurrency-limit';
import type { IngestionConfig } from './config';
import { type DeferredDeliveryOptions, startDeferredDelivery } from './deferred-delivery';
import { guardHistory } from './guarded-history';
import { guardTemporal } from './guarded-temporal';
import type { IngestionContext } from './ingestion-context';
import { createIngestionMetrics } from './ingestion-metrics';
import { prepareBackends } from './prepare-backends';
import { ingestionReadiness } from './readiness';
import { createServer } from './server';
import { startSqsConsumer, type SqsConsumer } from './sqs-consumer';
import type { SnsContext } from './take-sns-message';
import { takeSqsMessage } from './take-sqs-message';

/** Ingestion at work. */
export interface RunningIngestion {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nothing more, finishes what has begun, closes all connections. */
  stop(): Promise<void>;
}

/**
 * How long each step may take, in ms. SNS must have its answer within 8 s: certificate (or confirmation),
 * Temporal with the wait for a turn, and PostgreSQL follow one another at worst.
 */
const CERTIFICATE_TIMEOUT_MS = 2_000;
const TURN_TIMEOUT_MS = 1_000;
const TEMPORAL_TIMEOUT_MS = 2_500;
const HISTORY_TIMEOUT_MS = 2_000;
const ANSWER_TIMEOUT_MS = 7_500;

/** How many may wait for a turn, per one that has it. */
const WAITING_PER_RUNNING = 16;

/** Deferred messages are looked at again 10 s after Temporal's return at the latest. */
const DEFERRED: DeferredDeliveryOptions = { intervalMs: 2_000, maxBackoffMs: 10_000 };

/** What a test may want different. */
export interface StartOptions {
  /** For certificates and confirmations; the global one by default. */
  readonly fetch?: typeof fetch;
  readonly deferred?: DeferredDeliveryOptions;
}

/**
 * Starts ingestion. It starts while Temporal and PostgreSQL are down as well, and says so in `/readyz`.
 * @throws Error when the port is taken, or Temporal's own configuration can't be read
 */
export async function startIngestion(
  config: IngestionConfig,
  logger: ReturnType<typeof createLogger>,
  options: StartOptions = {},
): Promise<RunningIngestion> {
  const registry = createMetrics('ingestion');
  const temporal = connectTemporal();
  const db = openDatabase(config.databaseUrl, {
    maxConnections: config.maxConcurrency,
    connectTimeoutMs: HISTORY_TIMEOUT_MS,
    queryTimeoutMs: HISTORY_TIMEOUT_MS,
    onConnectionLost: (error) => logger.warn({ err: error }, 'a connection to PostgreSQL broke'),
  });
  const limit = createConcurrencyLimit({
    maxRunning: config.maxConcurrency,
    maxWaiting: config.maxConcurrency * WAITING_PER_RUNNING,
    maxWaitMs: TURN_TIMEOUT_MS,
  });
  const context: IngestionContext = {
    temporal: guardTemporal(temporal.client, { limit, timeoutMs: TEMPORAL_TIMEOUT_MS, logger }),
    history: guardHistory(db, { timeoutMs: HISTORY_TIMEOUT_MS, logger }),
    orderDefaults: { windows: config.windows, emailLocalFirst: config.emailLocalFirst },
    logger,
    metrics: createIngestionMetrics(registry),
  };
  const snsContext = createSnsContextOf(config, context, options);
  let sqs: SqsConsumer | null = null;
  const server = createServer({
    logger,
    metrics: registry,
    readiness: async () =>
      await ingestionReadiness({ temporal, history: context.history, sqs: () => sqs }),
    context: snsContext(config.sns.maxAgeMs),
    token: config.token,
    answerWithinMs: ANSWER_TIMEOUT_MS,
  });
  const url = await server.listen(config.http).catch(async (error: unknown) => {
    await Promise.all([closeDatabase(db), temporal.connection.close()]);
    throw error;
  });
  const preparation = prepareBackends(config.databaseUrl, temporal, logger);
  const deferred = startDeferredDelivery(context, options.deferred ?? DEFERRED);
  if (config.sqs !== null) {
    const sqsContext = snsContext(config.sqs.maxAgeMs);
    sqs = startSqsConsumer({
      queueUrl: config.sqs.queueUrl,
      endpoint: config.awsEndpoint,
      visibilityTimeoutSeconds: Math.round(config.sqs.visibilityTimeoutMs / 1_000),
      logger,
      take: async (message) => await takeSqsMessage(sqsContext, message),
    });
  }
  logger.info({ url, sqs: config.sqs !== null }, 'ingestion is listening');

  return {
    url,
    async stop() {
      await Promise.all([server.close(), sqs?.stop(), deferred.stop(), preparation.stop()]);
      await Promise.all([closeDatabase(db), temporal.connection.close()]);
    },
  };
}

/** Push and queue share certificates, but not the age they allow. */
function createSnsContextOf(
  config: IngestionConfig,
  context: IngestionContext,
  { fetch: fetchUrl }: StartOptions,
): (maxAgeMs: number | null) => SnsContext {
  const network = {
    timeoutMs: CERTIFICATE_TIMEOUT_MS,
    ...(fetchUrl === undefined ? {} : { fetch: fetchUrl }),
  };
  const certificates = createCertificateStore({
    ...network,
    pinnedDirectory: config.sns.certificateDirectory,
    allowSimulatorCertificate: config.sns.allowSimulator,
  });
  const verifierOf = (maxAgeMs: number | null): MessageVerifier =>
    createMessageVerifier({ topicArns: config.sns.topicArns, certificates, maxAgeMs });
  return (maxAgeMs) => ({
    ...context,
    verifier: verifierOf(maxAgeMs),
    confirm: async (envelope) =>
      await confirmSubscription(envelope, {
        ...network,
        endpoint: config.awsEndpoint ?? undefined,
      }),
  });
}
