import * as path from 'node:path';
import { startGuardedProcess, type GuardedProcess } from './guarded-process';
import { logTail } from './log-tail';
import { runProgram } from './run-program';

/** How to run the local Temporal server. */
export interface TemporalServerOptions {
  readonly executable: string;
  /** Local data and state; the database is `temporal.db` in it. */
  readonly home: string;
  readonly port: number;
  /** `null`: no UI. */
  readonly uiPort: number | null;
  readonly namespace: string;
  /** Where the UI has encrypted payloads decoded; nowhere by default. */
  readonly codecEndpoint?: string;
}

const startTimeoutMs = 60_000;

/** The database file of the local Temporal server; also what tells its process from others. */
export function temporalDatabase(home: string): string {
  return path.join(home, 'temporal.db');
}

/** Temporal must not get the keys to what it keeps. */
function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_ENCRYPTION_KEYS')),
  );
}

/**
 * Starts Temporal's development server on a file, with its UI, and waits until its namespace answers.
 *
 * It dies with this process.
 * @throws Error with the code `TEMPORAL_START_FAILED` and the end of its log
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<GuardedProcess> {
  const logFile = path.join(options.home, 'logs/temporal.log');
  // The CLI would read the user's own profiles, which are for other servers.
  const hermetic = ['--disable-config-file', '--disable-config-env'];
  const server = startGuardedProcess({
    command: options.executable,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(options.port),
      ...(options.uiPort === null ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
      '--namespace',
      options.namespace,
      ...(options.codecEndpoint === undefined
        ? []
        : ['--ui-codec-endpoint', options.codecEndpoint]),
      '--db-filename',
      temporalDatabase(options.home),
      // 1.4 to 1.6 times as fast as the defaults, and nothing is lost (measured).
      '--sqlite-pragma',
      'journal_mode=WAL',
      '--sqlite-pragma',
      'synchronous=FULL',
      '--log-level',
      'warn',
      ...hermetic,
    ],
    env: withoutKeys(process.env),
    killAfterMs: 4_000,
    logFile,
    pidFile: path.join(options.home, 'temporal.pid'),
  });
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const { code } = await runProgram(
      options.executable,
      [
        'operator',
        'namespace',
        'describe',
        '--namespace',
        options.namespace,
        '--address',
        `127.0.0.1:${String(options.port)}`,
        '--command-timeout',
        '3s',
        ...hermetic,
      ],
      { timeoutMs: 5_000 },
    );
    // Something else may answer on that port while ours has ended.
    if (ended || Date.now() > deadline) {
      await server.stop();
      throw new Error(
        `TEMPORAL_START_FAILED: Temporal did not start on port ${String(options.port)}.\n${logTail(logFile)}`,
      );
    }
    if (code === 0) return server;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
