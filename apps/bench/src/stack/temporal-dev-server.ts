import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '@refill/local-stack/free-port';
import { startGuardedProcess } from '@refill/local-stack/guarded-process';
import { CannotBeginError } from '../cannot-begin-error';
import { lastLines } from './child-program';

/** How the development server keeps its data. */
export type Storage = 'memory' | 'file';

/** What a server of the bench is started with. */
export interface DevServerOptions {
  readonly executable: string;
  readonly folder: string;
  readonly storage: Storage;
}

/** One partition: with the default of four, tasks of a queue wait for pollers of the other partitions. */
const ONE_PARTITION = ['Read', 'Write'].flatMap((way) => [
  '--dynamic-config-value',
  `matching.numTaskqueue${way}Partitions=1`,
]);

/** The settings that `npm start` uses: faster than the defaults of a file, and nothing is lost. */
const SAFE_FILE = ['journal_mode=WAL', 'synchronous=FULL'].flatMap((pragma) => [
  '--sqlite-pragma',
  pragma,
]);

/** A development server at work. */
export interface DevServer {
  readonly address: string;
  readonly metricsUrl: string;
  /** The server's own process. */
  pid(): number;
  /** What it said last, once it has ended by itself; `null` while it runs. */
  readonly ended: () => Error | null;
  stop(): Promise<void>;
}

/** Starts Temporal's development server; it dies with this process. It takes connections some time later. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { executable, folder, storage } = options;
  const [port, metricsPort] = [String(await freePort()), String(await freePort())];
  const logFile = path.join(folder, 'temporal.log');
  const pidFile = path.join(folder, `temporal-${port}.pid`);
  const guarded = startGuardedProcess({
    command: executable,
    args: [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', port],
      ...['--metrics-port', metricsPort],
      ...['--log-level', 'error', '--disable-config-file', '--disable-config-env'],
      ...ONE_PARTITION,
      ...(storage === 'file'
        ? ['--db-filename', path.join(folder, `temporal-${port}.db`), ...SAFE_FILE]
        : []),
    ],
    env: process.env,
    killAfterMs: 4_000,
    logFile,
    pidFile,
  });
  let end: Error | null = null;
  void guarded.exited.then((code) => {
    end = new CannotBeginError(
      `${executable} ended with ${String(code)}: is it Temporal's command line?${lastLines(logFile)}`,
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    pid: () => pidIn(pidFile),
    ended: () => end,
    stop: guarded.stop,
  };
}

/** The process that a file names in its first line. */
export function pidIn(file: string): number {
  return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
}
