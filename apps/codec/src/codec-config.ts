import { bearerTokens } from '@refill/service/bearer-tokens';
import { commaSeparated, logLevel, port, readConfig } from '@refill/service/config';
import { encryptionKeys } from '@refill/temporal/encryption-keys';
import { z } from 'zod';

/** Addresses that no other machine can reach. */
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1']);

/** Whether a text is an origin as browsers send it: `http://127.0.0.1:8233`, no path, no slash at the end. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const origins = commaSeparated.refine(
  (list) => list.every(isOrigin),
  'expected origins such as https://temporal.example.com or http://127.0.0.1:8233, ' +
    'separated by commas, without a path',
);

const schema = z
  .object({
    CODEC_PORT: port(8083),
    /** This machine only, unless said otherwise: what is behind this port reads everything. */
    CODEC_HOST: z.string().default('127.0.0.1'),
    CODEC_ALLOWED_ORIGINS: origins.prefault(''),
    CODEC_TOKEN: bearerTokens.optional(),
    TEMPORAL_ENCRYPTION_KEYS: encryptionKeys,
    LOG_LEVEL: logLevel,
  })
  .superRefine((env, context) => {
    if (env.CODEC_TOKEN === undefined && !loopback.has(env.CODEC_HOST)) {
      context.addIssue({
        code: 'custom',
        path: ['CODEC_HOST'],
        message:
          'expected 127.0.0.1 as long as CODEC_TOKEN is not set: whom this address lets in reads every payload. ' +
          'A Temporal UI without login cannot send a token, so it needs the codec server on its own machine',
      });
    }
  });

/** The codec server's configuration. */
export type CodecConfig = z.output<typeof schema>;

/**
 * Reads the codec server's configuration from environment variables.
 * @throws ConfigError that names every variable that is wrong
 */
export function readCodecConfig(env: NodeJS.ProcessEnv): CodecConfig {
  return readConfig(schema, env);
}
