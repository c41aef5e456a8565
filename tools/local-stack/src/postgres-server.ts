import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { startGuardedProcess, type GuardedProcess } from './guarded-process';
import { logTail } from './log-tail';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { postgresIdentity, type ProcessIdentity } from './process-identity';
import { clearStalePostmaster, readPostmasterPid } from './stale-postmaster';

/** How to run one PostgreSQL server. */
export interface PostgresOptions {
  /** Absolute; made and filled when it is missing. */
  readonly dataDirectory: string;
  /** A free port of 127.0.0.1. */
  readonly port: number;
  /** The password of the superuser `refill`; takes effect when the data directory is made. */
  readonly password: string;
  /** Server settings, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Folders that are removed when the server has stopped. */
  readonly removeOnExit?: readonly string[];
  /** How long it may take until the server answers, recovery after a crash included, in ms; 60,000 by default. */
  readonly startTimeoutMs?: number;
}

/** A running PostgreSQL server. */
export interface PostgresServer {
  /** Connection string of the database `postgres`, for the superuser `refill`. */
  readonly url: string;
  readonly process: GuardedProcess;
}

/** The superuser of the servers started here. */
const superuser = 'refill';

async function initialise(
  binaries: PostgresBinaries,
  identity: ProcessIdentity | undefined,
  options: PostgresOptions,
): Promise<void> {
  // initdb in a folder of its own, then a rename: a killed first start leaves no half-made data directory.
  const unfinished = `${options.dataDirectory}.unfinished`;
  const passwordFile = `${options.dataDirectory}.password`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  fs.writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (identity !== undefined) {
    fs.chownSync(unfinished, identity.uid, identity.gid);
    fs.chownSync(passwordFile, identity.uid, identity.gid);
  }
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--no-locale',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
      ],
      { ...identity, env: { ...process.env, LC_ALL: 'C' } },
    );
    fs.renameSync(unfinished, options.dataDirectory);
  } catch (error) {
    const detail =
      error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`POSTGRES_INIT_FAILED: initdb could not make ${unfinished}: ${detail}`);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/**
 * Starts PostgreSQL on 127.0.0.1 and waits until it takes connections; recovers from an earlier kill.
 *
 * It dies with this process. Call it only while no other program may rightly use the data directory.
 * @throws Error with a code (`POSTGRES_NOT_INSTALLED`, `POSTGRES_NO_USER`, `POSTGRES_INIT_FAILED`,
 *   `LEFTOVER_RUNNING`, `POSTGRES_START_FAILED`).
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const identity = postgresIdentity(options.dataDirectory);
  const binaries = findPostgresBinaries(identity);
  if (!fs.existsSync(path.join(options.dataDirectory, 'PG_VERSION'))) {
    fs.mkdirSync(path.dirname(options.dataDirectory), { recursive: true });
    fs.rmSync(options.dataDirectory, { recursive: true, force: true });
    await initialise(binaries, identity, options);
  }
  await clearStalePostmaster(options.dataDirectory);

  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // The guard stops the server with SIGINT: a fast shutdown.
    ...options.settings,
  };
  const server = startGuardedProcess({
    command: binaries.postgres,
    args: [
      '-D',
      options.dataDirectory,
      '-p',
      String(options.port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    identity,
    stopSignal: 'SIGINT',
    logFile: options.logFile,
    removeOnExit: options.removeOnExit ?? [],
  });

  const deadline = Date.now() + (options.startTimeoutMs ?? 60_000);
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  while (readPostmasterPid(options.dataDirectory)?.status !== 'ready') {
    if (ended || Date.now() > deadline) {
      const tail = logTail(options.logFile);
      await server.stop();
      throw new Error(
        `POSTGRES_START_FAILED: PostgreSQL did not start on port ${String(options.port)}.\n${tail}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    url: `postgres://${superuser}:${encodeURIComponent(options.password)}@127.0.0.1:${String(options.port)}/postgres`,
    process: server,
  };
}
