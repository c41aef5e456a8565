import type { createLogger } from '@refill/service/logger';
import { createMetrics } from '@refill/service/metrics';
import type { Tracing } from '@refill/tracing/start-tracing';
import type { BackgroundLoop } from './background-loop';
import type { IngestionConfig } from './config';
import { type DeferredDeliveryOptions, startDeferredDelivery } from './deferred-delivery';
import { openBackends } from './open-backends';
import { prepareBackends } from './prepare-backends';
import { ingestionReadiness } from './readiness';
import { type ReplaysOptions, startReplays } from './replays';
import { createServer } from './server';
import { createSnsContexts } from './sns-contexts';
import { startSqsConsumer, type SqsConsumer } from './sqs-consumer';
import { addStoreMetrics } from './store-metrics';
import { createStoreSummary } from './store-summary';
import { takeSqsMessage } from './take-sqs-message';
import { TIME_LIMITS } from './time-limits';
import type { SnsContext } from './verify-and-take';

/** Ingestion at work. */
export interface RunningIngestion {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nothing more, finishes what has begun, closes all connections. */
  stop(): Promise<void>;
}

/** Deferred messages are looked at again 10 s after Temporal's return at the latest. */
const DEFERRED: DeferredDeliveryOptions = { intervalMs: 2_000, maxBackoffMs: 10_000 };
const REPLAYS: ReplaysOptions = { intervalMs: 1_000, maxBackoffMs: 10_000, leaseMs: 60_000 };

/** How old what `/metrics` tells of PostgreSQL may be, in ms; `/readyz` always looks. */
const METRICS_MAX_AGE_MS = 1_000;

/** What may be different from the default; besides the interceptors for tests. */
export interface StartOptions {
  /** Of the calls to Temporal, such as those that trace them; none by default. */
  readonly clientInterceptors?: Tracing['clientInterceptors'];
  /** For certificates and confirmations; the global one by default. */
  readonly fetch?: typeof fetch;
  readonly deferred?: DeferredDeliveryOptions;
  readonly replays?: ReplaysOptions;
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
  let deferred: BackgroundLoop | null = null;
  const backends = openBackends(config, {
    registry,
    logger,
    onTemporalBack: () => deferred?.wake(),
    clientInterceptors: options.clientInterceptors ?? [],
  });
  const { context, temporal } = backends;
  const contexts = createSnsContexts(config, context, options.fetch ?? fetch);
  addStoreMetrics(registry, createStoreSummary(context.history, METRICS_MAX_AGE_MS));
  const readStore = createStoreSummary(context.history, 0);
  let sqs: SqsConsumer | null = null;
  const server = createServer({
    logger,
    metrics: registry,
    readiness: async () => await ingestionReadiness({ temporal, readStore, sqs: () => sqs }),
    context: contexts.push,
    tokens: config.tokens,
    trustProxy: config.http.trustProxy,
    answerWithinMs: TIME_LIMITS.answerMs,
  });
  const { host, port } = config.http;
  const url = await server.listen({ host, port }).catch(async (error: unknown) => {
    await backends.close();
    throw error;
  });
  const preparation = prepareBackends(config.database, temporal, logger);
  deferred = startDeferredDelivery(context, options.deferred ?? DEFERRED);
  const replays = startReplays(contexts.replay, options.replays ?? REPLAYS);
  sqs = startQueue(config, contexts.queue);
  logger.info({ url, sqs: sqs !== null }, 'ingestion is listening');

  return {
    url,
    async stop() {
      preparation.stop();
      await Promise.all([server.close(), sqs?.stop(), deferred?.stop(), replays.stop()]);
      await backends.close();
    },
  };
}

function startQueue(config: IngestionConfig, context: SnsContext): SqsConsumer | null {
  if (config.sqs === null) return null;
  const { queueUrl, visibilityTimeoutMs, maxReceives } = config.sqs;
  return startSqsConsumer({
    queueUrl,
    endpoint: config.awsEndpoint,
    visibilityTimeoutSeconds: Math.round(visibilityTimeoutMs / 1_000),
    logger: context.logger,
    take: async (message) =>
      await takeSqsMessage(context, message, { maxReceives, timeoutMs: TIME_LIMITS.queuedMs }),
  });
}
