import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { startPostgres, type PostgresServer } from './postgres-server';
import { canReach, postgresIdentity } from './process-identity';

/**
 * The folder of the local PostgreSQL; a link out of the home where PostgreSQL's own user could not reach it.
 *
 * As root, PostgreSQL runs as another user, to whom a clone in root's home is closed.
 */
function postgresFolder(home: string): string {
  const folder = path.join(home, 'postgres');
  if (fs.existsSync(folder)) return fs.realpathSync(folder);
  fs.mkdirSync(home, { recursive: true });
  const identity = postgresIdentity(path.join(folder, 'data'));
  if (identity === undefined || canReach(home, identity)) {
    fs.mkdirSync(folder);
    return folder;
  }
  const name = crypto.createHash('sha256').update(home).digest('hex').slice(0, 16);
  const elsewhere = `/var/lib/refill/${name}/postgres`;
  // Without the link the home was deleted, to begin anew.
  fs.rmSync(elsewhere, { recursive: true, force: true });
  fs.mkdirSync(elsewhere, { recursive: true });
  fs.rmSync(folder, { force: true });
  fs.symlinkSync(elsewhere, folder);
  return elsewhere;
}

/** The superuser's password: beside the data, so that nobody loses the one without the other. */
function password(folder: string): string {
  const file = path.join(folder, 'password');
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, crypto.randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  return fs.readFileSync(file, 'utf8').trim();
}

/** Where the local PostgreSQL keeps its data. */
export function localPostgresData(home: string): string {
  return path.join(postgresFolder(home), 'data');
}

/**
 * Starts the PostgreSQL of a local installation; its data stay in the home.
 * @throws Error as `startPostgres` does
 */
export async function startLocalPostgres(home: string, port: number): Promise<PostgresServer> {
  const folder = postgresFolder(home);
  return startPostgres({
    dataDirectory: path.join(folder, 'data'),
    port,
    password: password(folder),
    settings: { max_connections: '200' },
    logFile: path.join(home, 'logs/postgres.log'),
  });
}
