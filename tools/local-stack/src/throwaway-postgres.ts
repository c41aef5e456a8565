import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePort } from './free-port';
import { startPostgres, type PostgresServer } from './postgres-server';

/**
 * Starts a PostgreSQL for tests in a fresh temporary folder that goes with it, tuned for speed, not for safety.
 * @throws Error as `startPostgres` does; a port that was taken in between is tried again.
 */
export async function startThrowawayPostgres(): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'refill-test-postgres-'));
    fs.chmodSync(folder, 0o711);
    try {
      return await startPostgres({
        dataDirectory: path.join(folder, 'data'),
        port: await freePort(),
        password: crypto.randomBytes(12).toString('hex'),
        settings: {
          max_connections: '200',
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
        },
        logFile: path.join(folder, 'postgres.log'),
        removeOnExit: [folder],
      });
    } catch (error) {
      fs.rmSync(folder, { recursive: true, force: true });
      if (attempt === 3 || !String(error).includes('POSTGRES_START_FAILED')) throw error;
    }
  }
}
