import { EmailFromError } from '@refill/customer-email/email-errors';
import { EMAIL_KINDS } from '@refill/customer-email/email-kinds';
import { parseSender } from '@refill/customer-email/sender-identity';
import { durationMs, logLevel, port, readConfig } from '@refill/service/config';
import { encryptionKeys } from '@refill/temporal/encryption-keys';
import { z } from 'zod';

const emailKinds = z
  .string()
  .default('all')
  .transform((list) =>
    list === 'all'
      ? [...EMAIL_KINDS]
      : list
          .split(',')
          .map((kind) => kind.trim())
          .filter((kind) => kind !== ''),
  )
  .pipe(
    z.array(
      z.enum(
        EMAIL_KINDS,
        `expected all, or some of ${EMAIL_KINDS.join(', ')}, separated by commas`,
      ),
    ),
  );

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'expected a URL such as postgres://user:password@host:5432/refill',
});

const smtpUrl = z.url({
  protocol: /^smtps?$/,
  error: 'expected a URL such as smtp://host:587 or smtps://user:password@host:465',
});

const sender = z
  .string()
  .refine(
    isSender,
    'expected one mail address, name@example.org or Brand <name@example.org>, from which mails are sent',
  );

function isSender(from: string): boolean {
  try {
    parseSender(from);
    return true;
  } catch (error) {
    if (error instanceof EmailFromError) return false;
    throw error;
  }
}

const schema = z.object({
  DATABASE_URL: postgresUrl,
  /** `off`: somebody else migrates, and the worker waits until the schema is current. */
  DATABASE_MIGRATE: z.enum(['auto', 'off'], 'expected auto or off').default('auto'),
  SMTP_URL: smtpUrl,
  EMAIL_FROM: sender,
  EMAIL_SINK_DIR: z.string().min(1).optional(),
  EMAIL_KINDS: emailKinds,
  EMAIL_MAX_AGE: durationMs.prefault('7d'),
  WORKER_PORT: port(8082),
  /** The address to listen on; all of them by default, as a container needs it. */
  WORKER_HOST: z.string().default('0.0.0.0'),
  WORKER_MAX_CACHED_WORKFLOWS: z.coerce
    .number('expected a number from 10 on')
    .int('expected a number from 10 on')
    .min(10, 'expected a number from 10 on')
    .default(2_000),
  TEMPORAL_ENCRYPTION_KEYS: encryptionKeys.optional(),
  LOG_LEVEL: logLevel,
});

/** The worker's configuration. */
export type WorkerConfig = z.output<typeof schema>;

/**
 * Reads the worker's configuration from environment variables.
 * @throws ConfigError that names every variable that is wrong
 */
export function readWorkerConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  return readConfig(schema, env);
}
