import * as fs from 'node:fs';
import { commandOf, isAlive } from './process-table';

/**
 * Stops a program that an earlier, killed run left behind, and waits until it is gone.
 *
 * Nothing happens when no process has that pid, or when it is another program now.
 * @param marker what the command line holds if it is still that program, such as an absolute path
 * @throws Error with the code `LEFTOVER_RUNNING` when it does not stop within 20 s
 */
export async function stopLeftover(
  pid: number,
  marker: string,
  signal: NodeJS.Signals,
): Promise<void> {
  if (!isAlive(pid) || !commandOf(pid).includes(marker)) return;
  process.kill(pid, signal);
  const deadline = Date.now() + 20_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new Error(
        `LEFTOVER_RUNNING: process ${String(pid)} of an earlier run (${marker}) does not stop. Stop it.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does the same for the program whose pid is in a file, and removes the file. */
export async function stopLeftoverOf(pidFile: string, marker: string): Promise<void> {
  let pid: number;
  try {
    pid = Number(fs.readFileSync(pidFile, 'utf8'));
  } catch {
    return;
  }
  if (Number.isInteger(pid) && pid > 0) await stopLeftover(pid, marker, 'SIGTERM');
  fs.rmSync(pidFile, { force: true });
}
