import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { freePort } from '@refill/local-stack/free-port';
import { startPostgres } from '@refill/local-stack/postgres-server';
import { pidIn } from './temporal-dev-server';

/** The PostgreSQL of the bench. */
export interface BenchPostgres {
  /** Of the database that every server has. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts PostgreSQL as `npm start` and Compose run it: what it has committed is on the disk. */
export async function startBenchPostgres(folder: string): Promise<BenchPostgres> {
  const dataDirectory = path.join(folder, 'postgres');
  const { url, process } = await startPostgres({
    dataDirectory,
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    settings: { max_connections: '200' },
    logFile: path.join(folder, 'postgres.log'),
  });
  return { url, pid: pidIn(path.join(dataDirectory, 'postmaster.pid')), stop: process.stop };
}
