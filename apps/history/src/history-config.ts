import { z } from 'zod';
import { logLevel, port } from '@refill/service/config';

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'expected a URL such as postgres://user:password@host:5432/refill',
});
const webUrl = z.url({
  protocol: /^https?$/,
  error: 'expected a URL such as http://localhost:8233',
});
/** What fits after `Authorization: Bearer`: a token with a blank could never be sent. */
const token = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'expected printable ASCII characters without blanks');

/** The environment of the history service; defaults as in the design. */
export const historyConfigSchema = z
  .object({
    HISTORY_PORT: port(8081),
    /** The address to listen on; all of them by default, as a container needs it. */
    HISTORY_HOST: z.string().default('0.0.0.0'),
    /** Reads orders and devices. */
    HISTORY_READ_TOKEN: token,
    /** Reads and writes all, contacts too. */
    HISTORY_WRITE_TOKEN: token,
    DATABASE_URL: postgresUrl,
    /** Where people find the Temporal UI; without it orders have no link to their workflow. */
    TEMPORAL_UI_URL: webUrl.optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    LOG_LEVEL: logLevel,
  })
  .refine((config) => config.HISTORY_READ_TOKEN !== config.HISTORY_WRITE_TOKEN, {
    path: ['HISTORY_READ_TOKEN'],
    error: 'expected another token than HISTORY_WRITE_TOKEN, or readers could write',
  });

/** The configuration of the history service. */
export type HistoryConfig = z.output<typeof historyConfigSchema>;
