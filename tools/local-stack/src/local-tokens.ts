import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';

const token = z.string().min(1);
const stored = z.object({
  INGESTION_TOKEN: token.optional(),
  HISTORY_READ_TOKEN: token.optional(),
  HISTORY_WRITE_TOKEN: token.optional(),
});

/** The bearer tokens of one local installation. */
export interface LocalTokens {
  readonly INGESTION_TOKEN: string;
  readonly HISTORY_READ_TOKEN: string;
  readonly HISTORY_WRITE_TOKEN: string;
}

/**
 * Reads the installation's tokens from `tokens.json`, readable by its owner only, making what is missing at random.
 * @throws Error with the code `TOKENS_UNREADABLE` when the file is not what this function writes
 */
export function localTokens(home: string): LocalTokens {
  const file = path.join(home, 'tokens.json');
  let known: z.output<typeof stored> = {};
  if (fs.existsSync(file)) {
    try {
      known = stored.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
    } catch {
      throw new Error(
        `TOKENS_UNREADABLE: ${file} cannot be read. Delete it to get new tokens at the next start.`,
      );
    }
  }
  const random = (): string => crypto.randomBytes(24).toString('base64url');
  const tokens: LocalTokens = {
    INGESTION_TOKEN: known.INGESTION_TOKEN ?? random(),
    HISTORY_READ_TOKEN: known.HISTORY_READ_TOKEN ?? random(),
    HISTORY_WRITE_TOKEN: known.HISTORY_WRITE_TOKEN ?? random(),
  };
  fs.mkdirSync(home, { recursive: true });
  const unfinished = `${file}.${String(process.pid)}`;
  fs.writeFileSync(unfinished, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(unfinished, file);
  return tokens;
}
