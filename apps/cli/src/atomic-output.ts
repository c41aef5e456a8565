import { randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { errorCode } from '@refill/service/error-code';
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
  // A full disk shows at the next write.
  stream.on('error', () => undefined);
  const discard = async (): Promise<void> => {
    stream.destroy();
    await rm(unfinished, { force: true });
  };
  const fail = async (error: unknown): Promise<never> => {
    await discard();
    throw unwritable(file, error);
  };
  return {
    write: (text) => write(stream, text).catch((error: unknown) => fail(error)),
    commit: async () => {
      stream.end();
      await finished(stream).catch((error: unknown) => fail(error));
      await rename(unfinished, file).catch((error: unknown) => fail(error));
    },
    discard,
  };
}

function write(stream: WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error == null) resolve();
      else reject(error);
    });
  });
}

function unwritable(file: string, error: unknown): CliError {
  const why = String(errorCode(error) ?? 'for no known reason');
  return new CliError(
    'CLI_FILE_UNWRITABLE',
    `${file} can't be written (${why})`,
    EXIT_CODES.failed,
  );
}
