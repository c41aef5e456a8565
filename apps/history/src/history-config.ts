import { z } from 'zod';
import { bearerTokens } from '@refill/service/bearer-tokens';
import { logLevel, port } from '@refill/service/config';

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'expected a URL such as postgres://user:password@host:5432/refill',
});
const webUrl = z.url({
  protocol: /^https?$/,
  error: 'expected a URL such as http://localhost:8233',
});
/** The environment of the migrate command. */
export const migrateConfigSchema = z.object({ DATABASE_URL: postgresUrl, LOG_LEVEL: logLevel });

/** The environment of the history service; defaults as in the design. */
export const historyConfigSchema = z
  .object({
    HISTORY_PORT: port(8081),
    /** The address to listen on; all of them by default, as a container needs it. */
    HISTORY_HOST: z.string().default('0.0.0.0'),
    /** Reads orders, devices and what lies in quarantine; several, separated by commas, while they are rotated. */
    HISTORY_READ_TOKEN: bearerTokens,
    /** Reads and writes all, contacts and quarantined messages too; several, as above. */
    HISTORY_WRITE_TOKEN: bearerTokens,
    ...migrateConfigSchema.shape,
    /** `off`: the service waits until somebody else (the migrate command) has migrated the database. */
    DATABASE_MIGRATE: z.enum(['auto', 'off']).default('auto'),
    /** Where people find the Temporal UI; without it orders have no link to their workflow. */
    TEMPORAL_UI_URL: webUrl.optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    /** Where browsers find the pages: behind a proxy, the forms' origin and the cookies go by it. */
    HISTORY_URL: webUrl.optional(),
  })
  .refine((config) => isDisjoint(config.HISTORY_READ_TOKEN, config.HISTORY_WRITE_TOKEN), {
    path: ['HISTORY_READ_TOKEN'],
    error: 'expected other tokens than those of HISTORY_WRITE_TOKEN, or readers could write',
  });

/** The configuration of the history service. */
export type HistoryConfig = z.output<typeof historyConfigSchema>;

function isDisjoint(some: readonly string[], others: readonly string[]): boolean {
  return !some.some((token) => others.includes(token));
}
