import * as fs from 'node:fs';
import * as path from 'node:path';
import { waitForProcessLock } from './process-lock';
import { isExecutable } from './program-on-path';

/** Tells the user what is going on: one line, no line break. */
export type Progress = (line: string) => void;

/** One way to get a program: fills an empty folder with it, or says why it cannot. */
export interface WayToInstall {
  /** What is tried, for the user. */
  readonly name: string;
  readonly install: (
    folder: string,
    progress: Progress,
  ) => Promise<{ ok: true } | { ok: false; reason: string }>;
}

/**
 * Gets a program out of the user's cache, or into it by the first way that works.
 *
 * Two processes at once do the work once; a killed one leaves nothing that looks finished.
 * @param folder the program's folder in the cache, with its version in the name
 * @param program file name in that folder
 * @returns the program's path, or what was tried and why it failed
 */
export async function cachedProgram(
  folder: string,
  program: string,
  ways: readonly WayToInstall[],
  progress: Progress,
): Promise<{ ok: true; file: string } | { ok: false; attempts: readonly string[] }> {
  const file = path.join(folder, program);
  if (isExecutable(file)) return { ok: true, file };

  const lock = await waitForProcessLock(`${folder}.lock`, (holder) => {
    progress(`waiting for process ${String(holder)}, which is installing ${program}`);
  });
  const unfinished = `${folder}.unfinished`;
  try {
    if (isExecutable(file)) return { ok: true, file };
    const attempts: string[] = [];
    for (const way of ways) {
      progress(way.name);
      fs.rmSync(unfinished, { recursive: true, force: true });
      fs.mkdirSync(unfinished, { recursive: true });
      const result = await way.install(unfinished, progress);
      if (result.ok && isExecutable(path.join(unfinished, program))) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.renameSync(unfinished, folder);
        return { ok: true, file };
      }
      const reason = result.ok ? `it did not bring ${program}` : result.reason;
      attempts.push(`${way.name}: ${reason}`);
      progress(`${way.name}: no (${reason.slice(0, 200)})`);
    }
    return { ok: false, attempts };
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
    lock.release();
  }
}
