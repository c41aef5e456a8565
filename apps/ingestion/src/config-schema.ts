import { BlockList, isIP } from 'node:net';
import { bearerTokens } from '@refill/service/bearer-tokens';
import {
  commaSeparated,
  durationMs,
  durationMsOrOff,
  logLevel,
  port,
} from '@refill/service/config';
import { parseTopicArn } from '@refill/sns/topic-arn';
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

/** A number from 1 on. @param digits how many it may have */
function countTo(digits: number) {
  const max = 10 ** digits - 1;
  return z
    .string()
    .regex(
      new RegExp(`^[1-9]\\d{0,${String(digits - 1)}}$`),
      `expected a number from 1 to ${String(max)}`,
    )
    .transform(Number);
}

const visibilityTimeout = durationMs.refine(
  (ms) => ms >= 2 * SECOND_MS && ms <= 12 * 3_600 * SECOND_MS,
  'expected a duration from 2s to 12h',
);

/** No `z.url`: local stand-ins for SQS name queues by hosts that no URL may have (`sqs.eu-1.127.0.0.1`). */
const queueUrl = z.string().regex(/^https?:\/\/\S+$/, 'expected the URL of a queue');

/** A search attribute holds 255 characters, and every page's path comes behind it. */
const pagesUrl = z
  .url({
    protocol: /^https?$/,
    error: 'expected the URL of the history service, such as http://localhost:8081',
  })
  .refine(
    (url) => !/[?#]/.test(url) && !url.includes('@'),
    'expected a URL without a user, a query and a fragment',
  );

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'expected a URL such as postgres://user:password@host:5432/refill',
});

/** Names of ranges that Fastify knows. Source: its docs, `trustProxy`. */
const RANGE_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

const proxies = z.preprocess(
  (value) => (value === 'off' ? '' : value),
  commaSeparated.refine(
    (entries) => entries.every(isProxy),
    'expected off, or addresses and ranges such as 10.0.0.0/8 separated by commas',
  ),
);

function isProxy(entry: string): boolean {
  if (RANGE_NAMES.has(entry)) return true;
  const [address = '', prefix, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}

/** Reads ingestion's environment variables; Temporal's are read by the SDK itself. */
export const configSchema = z
  .object({
    NODE_ENV: z.string().optional(),
    INGESTION_PORT: port(8080),
    INGESTION_HOST: z.string().default('0.0.0.0'),
    INGESTION_TOKEN: bearerTokens,
    INGESTION_MAX_CONCURRENCY: countTo(4).prefault('32'),
    INGESTION_MAX_FORGED_PER_MINUTE: countTo(6).prefault('60'),
    INGESTION_TRUST_PROXY: proxies.prefault('off'),
    DATABASE_URL: postgresUrl,
    DATABASE_MIGRATE: z.enum(['auto', 'off'], 'expected auto or off').default('auto'),
    QUARANTINE_MAX_UNTRUSTED: countTo(7).prefault('10000'),
    SNS_TOPIC_ARNS: topicArns.optional(),
    SNS_CERTIFICATE_DIR: z.string().optional(),
    SNS_ALLOW_SIMULATOR: z.stringbool('expected true or false').prefault('false'),
    SNS_MAX_AGE: maxAge.prefault('75m'),
    SNS_MAX_AGE_SQS: maxAge.prefault('off'),
    SQS_QUEUE_URL: queueUrl.optional(),
    SQS_VISIBILITY_TIMEOUT: visibilityTimeout.prefault('60s'),
    SQS_MAX_RECEIVES: countTo(4).prefault('100'),
    AWS_ENDPOINT_URL: z.url('expected a URL').optional(),
    ORDER_CANCEL_WINDOW: durationMs.prefault('24h'),
    ORDER_RESOLUTION_WINDOW: durationMs.prefault('72h'),
    ORDER_SETTLE: durationMs.prefault('60s'),
    ORDER_OVERDUE_GRACE: durationMs.prefault('0s'),
    ORDER_EXPIRY: durationMs.prefault('30d'),
    DEVICE_NUDGE_AFTER: durationMs.prefault('24h'),
    HISTORY_URL: pagesUrl.optional(),
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
