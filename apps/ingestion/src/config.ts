import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { readConfig } from '@refill/service/config';
import { configSchema } from './config-schema';

/** Ingestion's configuration; durations in ms. */
export interface IngestionConfig {
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed. */
    readonly trustProxy: readonly string[];
  };
  /** All of them are let in. */
  readonly tokens: readonly string[];
  readonly maxConcurrency: number;
  readonly database: {
    readonly url: string;
    /** Whether to migrate, or to wait until somebody else did. */
    readonly migrate: boolean;
  };
  /** How many open messages that nobody vouches for quarantine may hold. */
  readonly maxOpenUntrusted: number;
  readonly sns: {
    /** Empty when messages come from SQS in raw delivery only. */
    readonly topicArns: readonly string[];
    readonly certificateDirectory: string | undefined;
    readonly allowSimulator: boolean;
    /** `null`: any age. */
    readonly maxAgeMs: number | null;
    /** How many refused messages a source may send in a minute. */
    readonly maxForgedPerMinute: number;
  };
  readonly sqs: {
    readonly queueUrl: string;
    readonly maxAgeMs: number | null;
    readonly visibilityTimeoutMs: number;
    /** How often a message may be received before it is put into quarantine. */
    readonly maxReceives: number;
  } | null;
  /** `AWS_ENDPOINT_URL`; `null`: AWS itself. */
  readonly awsEndpoint: string | null;
  readonly windows: OrderWindows;
  readonly deviceWindows: DeviceWindows;
  readonly emailLocalFirst: boolean;
  /** `HISTORY_URL`: where the history's pages are; `null`: workflows carry no link to them. */
  readonly historyUrl: string | null;
  readonly logLevel: string;
}

/**
 * Reads ingestion's configuration from environment variables; Temporal's are read by the SDK itself.
 * @throws ConfigError that names every variable that is wrong
 */
export function readIngestionConfig(env: NodeJS.ProcessEnv): IngestionConfig {
  const read = readConfig(configSchema, env);
  return {
    http: {
      host: read.INGESTION_HOST,
      port: read.INGESTION_PORT,
      trustProxy: read.INGESTION_TRUST_PROXY,
    },
    tokens: read.INGESTION_TOKEN,
    maxConcurrency: read.INGESTION_MAX_CONCURRENCY,
    database: { url: read.DATABASE_URL, migrate: read.DATABASE_MIGRATE === 'auto' },
    maxOpenUntrusted: read.QUARANTINE_MAX_UNTRUSTED,
    sns: {
      topicArns: read.SNS_TOPIC_ARNS ?? [],
      certificateDirectory: read.SNS_CERTIFICATE_DIR,
      allowSimulator: read.SNS_ALLOW_SIMULATOR,
      maxAgeMs: read.SNS_MAX_AGE,
      maxForgedPerMinute: read.INGESTION_MAX_FORGED_PER_MINUTE,
    },
    sqs:
      read.SQS_QUEUE_URL === undefined
        ? null
        : {
            queueUrl: read.SQS_QUEUE_URL,
            maxAgeMs: read.SNS_MAX_AGE_SQS,
            visibilityTimeoutMs: read.SQS_VISIBILITY_TIMEOUT,
            maxReceives: read.SQS_MAX_RECEIVES,
          },
    awsEndpoint: read.AWS_ENDPOINT_URL ?? null,
    windows: {
      cancelWindowMs: read.ORDER_CANCEL_WINDOW,
      resolutionWindowMs: read.ORDER_RESOLUTION_WINDOW,
      settleMs: read.ORDER_SETTLE,
      overdueGraceMs: read.ORDER_OVERDUE_GRACE,
      expiryMs: read.ORDER_EXPIRY,
    },
    deviceWindows: { nudgeAfterMs: read.DEVICE_NUDGE_AFTER },
    emailLocalFirst: read.EMAIL_LOCAL_FIRST,
    historyUrl: read.HISTORY_URL ?? null,
    logLevel: read.LOG_LEVEL,
  };
}
