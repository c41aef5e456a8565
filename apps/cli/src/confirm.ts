import { createInterface } from 'node:readline/promises';
import { CliError } from './cli-error';
import { EXIT_CODES } from './exit-codes';
import type { Terminal } from './terminal';

/**
 * Asks before something that can't be undone; `--yes` answers beforehand.
 * @throws CliError `CLI_NOT_CONFIRMED` when the answer is no, or nobody is there to ask
 */
export async function confirm(
  question: string,
  { yes = false }: { readonly yes?: boolean | undefined },
  { showsProgress }: Pick<Terminal, 'showsProgress'>,
  signal: AbortSignal,
): Promise<void> {
  if (yes) return;
  if (!showsProgress || !process.stdin.isTTY) {
    throw new CliError('CLI_NOT_CONFIRMED', 'nobody is there to ask: add --yes', EXIT_CODES.usage);
  }
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await line.question(`${question} [y/N] `, { signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    line.close();
  }
  throw new CliError('CLI_NOT_CONFIRMED', 'nothing was done', EXIT_CODES.failed);
}
