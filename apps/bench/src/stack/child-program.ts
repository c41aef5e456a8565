import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';
import { benchProgram } from './built-program';

const READY_MS = 60_000;
const ready = z.object({ ready: z.literal(true) });

/** A program of the bench, or a service, as a process of its own whose CPU can be read. */
export interface ChildProgram {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** How such a program is started. */
export interface ChildProgramOptions {
  /** The compiled file. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets what it prints. */
  readonly logFile: string;
  /** Whether it says so when it is ready, by a message. */
  readonly tellsReady: boolean;
}

/** Starts a program of Node. @throws Error when it ends, or is not ready within a minute */
export async function startChild(options: ChildProgramOptions): Promise<ChildProgram> {
  const { file, env, logFile, tellsReady } = options;
  const log = openSync(logFile, 'a');
  const child = fork(file, {
    execArgv: ['--require', benchProgram('end-with-parent')],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${path.basename(file)} could not be started`);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await exited;
    clearTimeout(timer);
  };
  try {
    if (tellsReady) await untilReady(child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, process: child, stop };
}

const LINES = 10;

/** What a program printed last: its log goes with the bench. */
export function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').split('\n').filter(Boolean).slice(-LINES);
  return lines.map((line) => `\n  ${line}`).join('');
}

async function untilReady(child: ChildProcess, logFile: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new Error(`${path.basename(logFile)}: not ready within a minute${lastLines(logFile)}`),
      );
    }, READY_MS);
    child.on('message', (message) => {
      if (!ready.safeParse(message).success) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(
        new Error(`${path.basename(logFile)}: ended with ${String(code)}${lastLines(logFile)}`),
      );
    });
  });
}
