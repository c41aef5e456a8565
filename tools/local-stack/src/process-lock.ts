import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { beginningOf } from './process-table';

const lockContent = z.object({ pid: z.number().int().positive(), began: z.string() });

/** A lock that is held until released, or until the process that holds it is gone. */
export interface ProcessLock {
  readonly release: () => void;
}

/** The process that holds a lock file; `undefined` when nobody alive does. */
function holderOf(file: string): number | undefined {
  try {
    const { pid, began } = lockContent.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return beginningOf(pid) === began ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a lock nobody alive holds; a fresh one that another process made just now is put back. */
function removeStale(file: string, aside: string): void {
  try {
    fs.renameSync(file, aside);
    if (holderOf(aside) !== undefined) fs.linkSync(aside, file);
  } catch {
    // Another process was faster.
  }
  fs.rmSync(aside, { force: true });
}

/**
 * Takes a lock file, or tells which process holds it.
 *
 * Locks of processes that are gone count as free, also after a reboot and when the pid is another's now.
 */
export function takeProcessLock(
  file: string,
): { taken: true; lock: ProcessLock } | { taken: false; holder: number } {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = `${file}.${String(process.pid)}`;
  fs.writeFileSync(
    own,
    JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) ?? '' }),
  );
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A link appears with its content at once: nobody reads a half-written lock.
        fs.linkSync(own, file);
        break;
      } catch {
        const holder = holderOf(file);
        if (holder !== undefined) return { taken: false, holder };
        if (attempt === 10) throw new Error(`LOCK_FAILED: cannot make the lock file ${file}`);
        removeStale(file, `${own}.stale`);
      }
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
  return {
    taken: true,
    lock: {
      release: () => {
        if (holderOf(file) === process.pid) fs.rmSync(file, { force: true });
      },
    },
  };
}

/**
 * Takes a lock file, waiting while another process holds it.
 * @param onWait told once, with the pid that is waited for
 */
export async function waitForProcessLock(
  file: string,
  onWait: (holder: number) => void,
): Promise<ProcessLock> {
  let told = false;
  for (;;) {
    const result = takeProcessLock(file);
    if (result.taken) return result.lock;
    if (!told) onWait(result.holder);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
