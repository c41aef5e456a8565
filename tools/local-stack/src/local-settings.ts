import * as path from 'node:path';
import { port, readConfig } from '@refill/service/config';
import { encryptionKeys } from '@refill/temporal/encryption-keys';
import { z } from 'zod';

const schema = z.object({
  REFILL_HOME: z.string().default('.refill'),
  INGESTION_PORT: port(8080),
  HISTORY_PORT: port(8081),
  WORKER_PORT: port(8082),
  CODEC_PORT: port(8083),
  POSTGRES_PORT: port(15_432),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  SMTP_PORT: port(1025),
  MAILBOX_PORT: port(8025),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  DATABASE_URL: z.string().optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  SMTP_URL: z.string().optional(),
  TEMPORAL_ENCRYPTION_KEYS: encryptionKeys.optional(),
});

/** The variables that hold a port of the local stack. */
export type PortVariable = Extract<keyof z.output<typeof schema>, `${string}_PORT`>;

/** How the local stack runs. */
export interface LocalSettings {
  /** Absolute: local data and state. */
  readonly home: string;
  readonly ports: Readonly<Record<PortVariable, number>>;
  readonly namespace: string;
  /** Whether payloads are encrypted, so that the codec server runs as well. */
  readonly encryption: boolean;
  /** What runs here; what the environment names an address of does not. */
  readonly local: {
    readonly postgres: boolean;
    readonly temporal: boolean;
    readonly mailbox: boolean;
  };
}

/**
 * Reads how the local stack is to run from the environment.
 * @param root the folder a relative `REFILL_HOME` counts from
 * @throws ConfigError that names every variable that is wrong
 */
export function readLocalSettings(env: NodeJS.ProcessEnv, root: string): LocalSettings {
  const read = readConfig(schema, env);
  return {
    home: path.resolve(root, read.REFILL_HOME),
    ports: {
      INGESTION_PORT: read.INGESTION_PORT,
      HISTORY_PORT: read.HISTORY_PORT,
      WORKER_PORT: read.WORKER_PORT,
      CODEC_PORT: read.CODEC_PORT,
      POSTGRES_PORT: read.POSTGRES_PORT,
      TEMPORAL_PORT: read.TEMPORAL_PORT,
      TEMPORAL_UI_PORT: read.TEMPORAL_UI_PORT,
      SMTP_PORT: read.SMTP_PORT,
      MAILBOX_PORT: read.MAILBOX_PORT,
    },
    namespace: read.TEMPORAL_NAMESPACE,
    encryption: read.TEMPORAL_ENCRYPTION_KEYS !== undefined,
    local: {
      postgres: read.DATABASE_URL === undefined,
      temporal: read.TEMPORAL_ADDRESS === undefined,
      mailbox: read.SMTP_URL === undefined,
    },
  };
}

/** The ports this machine must have free, given what runs here. */
export function neededPorts(settings: LocalSettings): readonly PortVariable[] {
  const { local } = settings;
  return [
    'INGESTION_PORT',
    'HISTORY_PORT',
    'WORKER_PORT',
    ...(settings.encryption ? (['CODEC_PORT'] as const) : []),
    ...(local.postgres ? (['POSTGRES_PORT'] as const) : []),
    ...(local.temporal ? (['TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const) : []),
    ...(local.mailbox ? (['SMTP_PORT', 'MAILBOX_PORT'] as const) : []),
  ];
}
