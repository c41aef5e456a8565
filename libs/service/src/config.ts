import ms from 'ms';
import { z } from 'zod';
import { readVariableFiles } from './variable-files';

/** Tells which environment variables are wrong; carries the code `CONFIG_INVALID` and never a value. */
export class ConfigError extends Error {
  /** Stable code, see docs/errors.md. */
  readonly code = 'CONFIG_INVALID';

  /**
   * @param problems one line for every wrong variable: its name and what is expected
   */
  constructor(readonly problems: readonly string[]) {
    super(
      `CONFIG_INVALID: wrong environment variables\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/**
 * Reads a service's configuration from environment variables; a variable set to nothing counts as not set.
 *
 * Each may come from a file instead, as secrets of containers do: `NAME_FILE` names it, its trimmed text is the value.
 * @param schema a zod object with one key for every variable
 * @throws ConfigError that names every wrong variable and what is expected, without its value
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> {
  const given = new Map(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as const],
    ),
  );
  const { values, problems } = readVariableFiles(Object.keys(schema.shape), given);
  const set = Object.fromEntries([...given, ...values]);
  const result = schema.safeParse(set);
  if (result.success && problems.size === 0) return result.data;
  const wrong = (result.error?.issues ?? []).flatMap((issue) => {
    const name = String(issue.path[0] ?? 'environment');
    if (problems.has(name)) return [];
    return name in set || issue.path.length === 0
      ? [`${name}: ${issue.message}`]
      : [`${name}: is required, but not set`];
  });
  throw new ConfigError([...problems.values(), ...wrong]);
}

/** The text of a duration as people write it in the environment. */
const durationPattern = /^\d+(\.\d+)?(ms|s|m|h|d|w)$/;

function isDuration(text: string): text is ms.StringValue {
  return durationPattern.test(text);
}

const durationExpected = 'expected a duration such as 500ms, 60s, 75m, 24h or 30d';

/** A duration such as `24h`, read into ms; give a default with `.prefault('24h')`. */
export const durationMs = z.string().transform((text, context) => {
  if (isDuration(text)) return Math.round(ms(text));
  context.addIssue({ code: 'custom', message: durationExpected });
  return z.NEVER;
});

/** A duration as `durationMs` reads it, or `off`, read as `null`; give a default with `.prefault('off')`. */
export const durationMsOrOff = z.string().transform((text, context) => {
  if (text === 'off') return null;
  if (isDuration(text)) return Math.round(ms(text));
  context.addIssue({ code: 'custom', message: `${durationExpected}, or off` });
  return z.NEVER;
});

const portExpected = 'expected a port from 0 to 65535 (0: any free one)';

/** A TCP port with the given default; `0` lets the system choose a free one. */
export function port(defaultPort: number) {
  return z
    .string()
    .regex(/^\d{1,5}$/, portExpected)
    .transform(Number)
    .pipe(z.number().max(65_535, portExpected))
    .default(defaultPort);
}

/** A list written with commas, `a,b`, without blanks and empty entries; give a default with `.prefault('')`. */
export const commaSeparated = z.string().transform((text): readonly string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

/** How much a service logs; `info` by default. */
export const logLevel = z
  .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  .default('info');
