import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../test-support/child-service';

/** The built command line. */
const MAIN = path.join(ROOT, 'apps', 'cli', 'dist', 'main.js');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of a command that runs. */
export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Goes before the program: options of Node. */
  readonly nodeArgs?: readonly string[];
  /** Ctrl-C as soon as this has come. */
  readonly interruptWhen?: Promise<unknown>;
}

/** Runs `refill` as a program of its own, as a shell or another program does. */
export async function runRefill(
  args: readonly string[],
  { env = {}, cwd = ROOT, nodeArgs = [], interruptWhen }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...nodeArgs, MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  void interruptWhen?.then(() => child.kill('SIGINT'));
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr };
}
