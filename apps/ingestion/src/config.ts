import { parseTopicArn } from '@refill/sns/topic-arn';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import {
  commaSeparated,
  durationMs,
  durationMsOrOff,
  logLevel,
  port,
  readConfig,
} from '@refill/service/config';
import { z } from 'zod';

const SECOND_MS = 1_000;

/** `0` says `off` as well: "no limit on age" is how SNS_MAX_AGE=0 is meant. */
const maxAge = z
  .preprocess((value) => (value === '0' ? 'off' : value), durationMsOrOff)
  .transform((ms) => (ms === 0 ? null : ms));

const topicArns = commaSeparated.refine(
  (arns) => arns.every((arn) => parseTopicArn(arn) !== null),
  'expected ARNs of SNS topics, separated by commas',
);

const concurrency = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'expected a number from 1 to 9999')
  .transform(Number);

const visibilityTimeout = durationMs.refine(
  (ms) => ms >= 2 * SECOND_MS && ms <= 12 * 3_600 * SECOND_MS,
  'expected a duration from 2s to 12h',
);

/** No `z.url`: local stand-ins for SQS name queues by hosts that no URL may have (`sqs.eu-1.127.0.0.1`). */
const queueUrl = z.string().regex(/^https?:\/\/\S+$/, 'expected the URL of a queue');

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'expected a URL such as postgres://user:password@host:5432/refill',
});

/** What fits after `Authorization: Bearer`: a token with a blank could never be sent. */
const token = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'expected printable ASCII characters without blanks');

const schema = z
  .object({
    NODE_ENV: z.string().optional(),
    INGESTION_PORT: port(8080),
    INGESTION_HOST: z.string().default('0.0.0.0'),
    INGESTION_TOKEN: token,
    INGESTION_MAX_CONCURRENCY: concurrency.prefault('32'),
    DATABASE_URL: postgresUrl,
    SNS_TOPIC_ARNS: topicArns.optional(),
    SNS_CERTIFICATE_DIR: z.string().optional(),
    SNS_ALLOW_SIMULATOR: z.stringbool('expected true or false').prefault('false'),
    SNS_MAX_AGE: maxAge.prefault('75m'),
    SNS_MAX_AGE_SQS: maxAge.prefault('off'),
    SQS_QUEUE_URL: queueUrl.optional(),
    SQS_VISIBILITY_TIMEOUT: visibilityTimeout.prefault('60s'),
    AWS_ENDPOINT_URL: z.url('expected a URL').optional(),
    ORDER_CANCEL_WINDOW: durationMs.prefault('24h'),
    ORDER_RESOLUTION_WINDOW: durationMs.prefault('72h'),
    ORDER_SETTLE: durationMs.prefault('60s'),
    ORDER_OVERDUE_GRACE: durationMs.prefault('0s'),
    ORDER_EXPIRY: durationMs.prefault('30d'),
    EMAIL_LOCAL_FIRST: z.stringbool('expected true or false').prefault('true'),
    LOG_LEVEL: logLevel,
  })
  .superRefine((env, context) => {
    const refuse = (name: keyof typeof env, message: string): void => {
      context.addIssue({ code: 'custom', path: [name], message });
    };
    if ((env.SNS_TOPIC_ARNS ?? []).length === 0 && env.SQS_QUEUE_URL === undefined) {
      refuse('SNS_TOPIC_ARNS', 'expected at least one topic, unless SQS_QUEUE_URL is set');
    }
    if (env.SNS_ALLOW_SIMULATOR && env.NODE_ENV === 'production') {
      refuse(
        'SNS_ALLOW_SIMULATOR',
        "expected false with NODE_ENV=production: the simulator's certificate must not be trusted there",
      );
    }
  });

/** Ingestion's configuration; durations in ms. */
export interface IngestionConfig {
  readonly http: { readonly host: string; readonly port: number };
  readonly token: string;
  readonly maxConcurrency: number;
  readonly databaseUrl: string;
  readonly sns: {
    /** Empty when messages come from SQS in raw delivery only. */
    readonly topicArns: readonly string[];
    readonly certificateDirectory: string | undefined;
    readonly allowSimulator: boolean;
    /** `null`: any age. */
    readonly maxAgeMs: number | null;
  };
  readonly sqs: {
    readonly queueUrl: string;
    readonly maxAgeMs: number | null;
    readonly visibilityTimeoutMs: number;
  } | null;
  /** `AWS_ENDPOINT_URL`; `null`: AWS itself. */
  readonly awsEndpoint: string | null;
  readonly windows: OrderWindows;
  readonly emailLocalFirst: boolean;
  readonly logLevel: string;
}

/**
 * Reads ingestion's configuration from environment variables; Temporal's are read by the SDK itself.
 * @throws ConfigError that names every variable that is wrong
 */
export function readIngestionConfig(env: NodeJS.ProcessEnv): IngestionConfig {
  const read = readConfig(schema, env);
  return {
    http: { host: read.INGESTION_HOST, port: read.INGESTION_PORT },
    token: read.INGESTION_TOKEN,
    maxConcurrency: read.INGESTION_MAX_CONCURRENCY,
    databaseUrl: read.DATABASE_URL,
    sns: {
      topicArns: read.SNS_TOPIC_ARNS ?? [],
      certificateDirectory: read.SNS_CERTIFICATE_DIR,
      allowSimulator: read.SNS_ALLOW_SIMULATOR,
      maxAgeMs: read.SNS_MAX_AGE,
    },
    sqs:
      read.SQS_QUEUE_URL === undefined
        ? null
        : {
            queueUrl: read.SQS_QUEUE_URL,
            maxAgeMs: read.SNS_MAX_AGE_SQS,
            visibilityTimeoutMs: read.SQS_VISIBILITY_TIMEOUT,
          },
    awsEndpoint: read.AWS_ENDPOINT_URL ?? null,
    windows: {
      cancelWindowMs: read.ORDER_CANCEL_WINDOW,
      resolutionWindowMs: read.ORDER_RESOLUTION_WINDOW,
      settleMs: read.ORDER_SETTLE,
      overdueGraceMs: read.ORDER_OVERDUE_GRACE,
      expiryMs: read.ORDER_EXPIRY,
    },
    emailLocalFirst: read.EMAIL_LOCAL_FIRST,
    logLevel: read.LOG_LEVEL,
  };
}
