import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import { durationMs, logLevel, port, readConfig } from '@refill/service/config';
import { z } from 'zod';

const emailKinds = z
  .string()
  .default('all')
  .transform((list) =>
    list === 'all'
      ? [...ORDER_EMAIL_KINDS]
      : list
          .split(',')
          .map((kind) => kind.trim())
          .filter((kind) => kind !== ''),
  )
  .pipe(z.array(z.enum(ORDER_EMAIL_KINDS)));

const schema = z.object({
  DATABASE_URL: z.url(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  EMAIL_FROM: z.string().min(3),
  EMAIL_SINK_DIR: z.string().min(1).optional(),
  EMAIL_KINDS: emailKinds,
  EMAIL_MAX_AGE: durationMs.prefault('7d'),
  WORKER_PORT: port(8082),
  WORKER_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(2_000),
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
