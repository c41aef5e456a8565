import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ProcessIdentity } from './process-identity';

/** The plain JavaScript program that watches over one other; it lies beside this package's source and output alike. */
const guardProgram = path.resolve(__dirname, '../../run/process-guard.mjs');

/** A program to run under a guard. */
export interface GuardedProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program. */
  readonly env: NodeJS.ProcessEnv;
  /** Working directory; this process's own by default. */
  readonly cwd?: string;
  /** The user to run as; this process's own by default. */
  readonly identity?: ProcessIdentity | undefined;
  /** Asks the program to stop; `SIGTERM` by default. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long the program has to stop before it is killed, in ms; 10,000 by default. */
  readonly killAfterMs?: number;
  /** Folders the guard removes once the program has ended. */
  readonly removeOnExit?: readonly string[];
  /** Holds the program's process id while it runs. */
  readonly pidFile?: string;
  /** The file that gets what the program prints; appended to. */
  readonly logFile: string;
}

/** A program that runs until it ends, is stopped, or this process dies. */
export interface GuardedProcess {
  /** The process id of the guard, not of the program. */
  readonly guardPid: number | undefined;
  /** Settles with the exit code once the program has ended and been cleaned up after; never rejects. */
  readonly exited: Promise<number>;
  /** Whether `stop` was called. */
  readonly stopRequested: () => boolean;
  /** Asks the program to stop and waits until it has; may be called again. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program that cannot outlive this process, however this process ends.
 *
 * The program belongs to another session than the terminal, so that Ctrl-C reaches it by `stop` only
 * and the order of stopping stays ours.
 */
export function startGuardedProcess(program: GuardedProgram): GuardedProcess {
  fs.mkdirSync(path.dirname(program.logFile), { recursive: true });
  const log = fs.openSync(program.logFile, 'a', 0o600);
  const guard = spawn(
    process.execPath,
    [
      guardProgram,
      JSON.stringify({
        command: program.command,
        args: program.args,
        cwd: program.cwd,
        uid: program.identity?.uid,
        gid: program.identity?.gid,
        stopSignal: program.stopSignal ?? 'SIGTERM',
        killAfterMs: program.killAfterMs ?? 10_000,
        removeOnExit: program.removeOnExit ?? [],
        pidFile: program.pidFile,
      }),
    ],
    // NODE_OPTIONS and the like are meant for the program as well as for the guard: one environment.
    { detached: true, env: program.env, stdio: ['pipe', log, log] },
  );
  fs.closeSync(log);
  guard.stdin?.on('error', () => {
    // The guard is already gone; `exited` tells.
  });

  let stopRequested = false;
  const exited = new Promise<number>((resolve) => {
    guard.once('error', () => {
      resolve(127);
    });
    guard.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  return {
    guardPid: guard.pid,
    exited,
    stopRequested: () => stopRequested,
    stop: async () => {
      stopRequested = true;
      guard.stdin?.end();
      await exited;
    },
  };
}
