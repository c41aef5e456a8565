import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { errorCode } from './error-code';
import { SimulatorError } from './simulator-error';
import type { StackTokens } from './simulator-settings';

const fileSchema = z.object({
  INGESTION_TOKEN: z.string().min(1).optional(),
  HISTORY_READ_TOKEN: z.string().min(1).optional(),
  HISTORY_WRITE_TOKEN: z.string().min(1).optional(),
});

/**
 * The stack's tokens: those of the environment, then those that the local stack wrote to `tokens.json`.
 * @param home `REFILL_HOME`
 * @throws SimulatorError `SIMULATOR_TOKENS_INVALID` when `tokens.json` cannot be read
 */
export async function readStackTokens(home: string, given: StackTokens): Promise<StackTokens> {
  const file = path.join(home, 'tokens.json');
  const stored = await readTokensFile(file);
  return {
    ingestion: given.ingestion ?? stored.INGESTION_TOKEN ?? null,
    historyRead: given.historyRead ?? stored.HISTORY_READ_TOKEN ?? null,
    historyWrite: given.historyWrite ?? stored.HISTORY_WRITE_TOKEN ?? null,
  };
}

async function readTokensFile(file: string): Promise<z.output<typeof fileSchema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw new SimulatorError('SIMULATOR_TOKENS_INVALID', `${file} cannot be opened`);
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    throw new SimulatorError(
      'SIMULATOR_TOKENS_INVALID',
      `${file} is not what the local stack writes. Delete it; "npm start" makes a new one.`,
    );
  }
}
