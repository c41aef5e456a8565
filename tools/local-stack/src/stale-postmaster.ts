import * as fs from 'node:fs';
import * as path from 'node:path';
import { stopLeftover } from './leftover-process';

/** What PostgreSQL writes into `postmaster.pid`, as far as it matters here. */
export interface PostmasterPid {
  readonly pid: number;
  readonly status: string;
}

/** Reads `postmaster.pid` of a data directory; `undefined` when there is none or it is half written. */
export function readPostmasterPid(dataDirectory: string): PostmasterPid | undefined {
  let lines: string[];
  try {
    lines = fs.readFileSync(path.join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  // Line 8 is the status pg_ctl waits for: https://www.postgresql.org/docs/18/storage-file-layout.html
  return { pid, status: (lines[7] ?? '').trim() };
}

/**
 * Clears what a killed run left: stops a PostgreSQL that still runs on this data directory and removes a stale pid file.
 *
 * PostgreSQL itself refuses to start when the pid in the file now belongs to some other program of the same user.
 * Call it only while nobody else may rightly use the data directory.
 * @throws Error with the code `LEFTOVER_RUNNING` when the old one does not stop
 */
export async function clearStalePostmaster(dataDirectory: string): Promise<void> {
  const stale = readPostmasterPid(dataDirectory);
  // SIGINT is PostgreSQL's fast shutdown.
  if (stale !== undefined) await stopLeftover(stale.pid, dataDirectory, 'SIGINT');
  fs.rmSync(path.join(dataDirectory, 'postmaster.pid'), { force: true });
}
