import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { port, readConfig } from '@refill/service/config';
import { z } from 'zod';
import { CliError } from './cli-error';
import { EXIT_CODES } from './exit-codes';

const webUrl = z.url({
  protocol: /^https?$/,
  error: 'expected a URL such as http://localhost:8081',
});
const token = z.string().min(1).optional();

const schema = z.object({
  REFILL_URL: webUrl.optional(),
  REFILL_TOKEN: token,
  REFILL_HOME: z.string().default('.refill'),
  HISTORY_PORT: port(8081),
  HISTORY_READ_TOKEN: token,
  HISTORY_WRITE_TOKEN: token,
});

const tokensFile = z.object({ HISTORY_READ_TOKEN: token, HISTORY_WRITE_TOKEN: token });

/** Which history service the command asks, and how it may. */
export interface CliSettings {
  readonly baseUrl: string;
  readonly token: string;
}

/** What a person said on the command line. */
export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}

/**
 * Finds out where the history service is and which token to use: the command line, then `REFILL_URL` and
 * `REFILL_TOKEN`, then the tokens of the services themselves, then those of the stack that `npm start` runs.
 * @param cwd the folder a relative `REFILL_HOME` counts from
 * @throws ConfigError that names every variable that is wrong; CliError `CLI_TOKEN_MISSING`, `CLI_TOKENS_INVALID`
 */
export async function readCliSettings(
  env: NodeJS.ProcessEnv,
  cwd: string,
  options: ConnectionOptions,
): Promise<CliSettings> {
  const read = readConfig(schema, env);
  const baseUrl = historyAddress(env, options);
  const given =
    options.token ??
    read.REFILL_TOKEN ??
    first(read.HISTORY_WRITE_TOKEN ?? read.HISTORY_READ_TOKEN);
  if (given !== undefined) return { baseUrl, token: given };
  const home = path.resolve(cwd, read.REFILL_HOME);
  const stored = await readTokens(path.join(home, 'tokens.json'));
  const found = stored.HISTORY_WRITE_TOKEN ?? stored.HISTORY_READ_TOKEN;
  if (found !== undefined) return { baseUrl, token: found };
  throw new CliError(
    'CLI_TOKEN_MISSING',
    `there is no token: neither --token, REFILL_TOKEN or HISTORY_WRITE_TOKEN, nor ${home}/tokens.json, which "npm start" writes`,
    EXIT_CODES.refused,
  );
}

/**
 * Where the history service answers: the command line, then `REFILL_URL`, then this machine.
 * @throws ConfigError
 */
export function historyAddress(env: NodeJS.ProcessEnv, options: ConnectionOptions): string {
  const { REFILL_URL, HISTORY_PORT } = readConfig(schema, env);
  return options.url ?? REFILL_URL ?? `http://127.0.0.1:${String(HISTORY_PORT)}`;
}

/** Of several tokens, while they are rotated, any is let in. */
function first(tokens: string | undefined): string | undefined {
  return tokens?.split(',')[0]?.trim();
}

async function readTokens(file: string): Promise<z.output<typeof tokensFile>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return {};
  }
  try {
    return tokensFile.parse(JSON.parse(text));
  } catch {
    throw new CliError(
      'CLI_TOKENS_INVALID',
      `${file} is not what the local stack writes. Delete it; "npm start" makes a new one.`,
      EXIT_CODES.usage,
    );
  }
}
