import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A mail written to the folder, not yet to be seen there. */
export interface StagedEmail {
  /** Shows the mail in the folder, whole or not at all. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes a mail into a folder as `.eml`, named after its `Message-ID`: the same mail again replaces it.
 * A mail names a customer: its file is for its owner alone, and so is the folder that is made for it.
 * @param directory made when it is not there
 * @param messageId with its angle brackets
 * @throws NodeJS.ErrnoException when the folder cannot be written to
 */
export async function stageEmail(
  directory: string,
  messageId: string,
  message: Buffer,
): Promise<StagedEmail> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const name = emlFileName(messageId);
  const staged = path.join(directory, `.${name}.${randomUUID()}.part`);
  const discard = () => rm(staged, { force: true });
  try {
    await writeFile(staged, message, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    await discard();
    throw error;
  }
  return { publish: () => rename(staged, path.join(directory, name)), discard };
}

/** The name of the file that holds the mail with this `Message-ID`. */
export function emlFileName(messageId: string): string {
  const name = messageId.replace(/^<|>$/gu, '').replace(/[^A-Za-z0-9@._-]/gu, '_');
  return `${name.replace(/^\.+/u, '_')}.eml`;
}
