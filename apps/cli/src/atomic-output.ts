import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { CliError } from './cli-error';
import { EXIT_CODES } from './exit-codes';
import type { Terminal } from './terminal';

/** Where a long list goes, a part at a time. */
export interface Output {
  /** Writes, and waits while the reader is slow. */
  write(text: string): Promise<void>;
  /** Makes what was written last. */
  commit(): Promise<void>;
  /** Throws it away. */
  discard(): Promise<void>;
}

/**
 * Opens a file that appears under its name only once it is whole, readable by nobody else; or stdout.
 * @param file `undefined` or `-`: stdout
 * @throws CliError `CLI_FILE_UNWRITABLE`
 */
export async function openOutput(file: string | undefined, terminal: Terminal): Promise<Output> {
  if (file === undefined || file === '-') {
    const nothing = (): Promise<void> => Promise.resolve();
    return { write: (text) => terminal.write(text), commit: nothing, discard: nothing };
  }
  const unfinished = `${file}.${randomUUID().slice(0, 8)}.unfinished`;
  const stream = createWriteStream(unfinished, { mode: 0o600, flags: 'wx' });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw unwritable(file, error);
  }
  return {
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    commit: async () => {
      stream.end();
      await finished(stream);
      await rename(unfinished, file);
    },
    discard: async () => {
      stream.destroy();
      await rm(unfinished, { force: true });
    },
  };
}

function unwritable(file: string, error: unknown): CliError {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new CliError(
    'CLI_FILE_UNWRITABLE',
    `${file} can't be written (${why})`,
    EXIT_CODES.failed,
  );
}
