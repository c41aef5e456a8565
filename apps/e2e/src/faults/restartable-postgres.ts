import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type PostgresOptions,
  type PostgresServer,
  startPostgres,
} from '@refill/local-stack/postgres-server';
import { readPostmasterPid } from '@refill/local-stack/stale-postmaster';
import { type Restartable, sendSignal } from './restartable-process';

const START_ATTEMPTS = 20;

/** A PostgreSQL server that keeps what it said it keeps (`fsync` is on), whenever it is killed. */
export class RestartablePostgres implements Restartable {
  private server: PostgresServer | null = null;

  constructor(private readonly options: PostgresOptions) {}

  /** Connection string of a database, for the superuser. */
  url(database: string): string {
    if (this.server === null) throw new Error('PostgreSQL was never started');
    const url = new URL(this.server.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** Starts it again and again: PostgreSQL refuses while children of the one that was killed are still there. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.server = await startPostgres(this.options);
        return;
      } catch (error) {
        if (attempt === START_ATTEMPTS) throw error;
        await delay(200);
      }
    }
  }

  async kill(): Promise<void> {
    const postmaster = readPostmasterPid(this.options.dataDirectory);
    if (postmaster === undefined) throw new Error('PostgreSQL does not run');
    sendSignal(postmaster.pid, 'SIGKILL');
    await this.server?.process.exited;
  }

  async stop(): Promise<void> {
    await this.server?.process.stop();
  }

  /** Makes it refuse all writes, or take them again; whoever is connected is cut off, and so asks anew. */
  async refuseWrites(refused: boolean): Promise<void> {
    await this.run('postgres', [
      `alter system set default_transaction_read_only = ${refused ? 'on' : 'off'}`,
      'select pg_reload_conf()',
      `select pg_terminate_backend(pid) from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    ]);
  }

  /** Runs statements as the superuser. */
  async run(database: string, statements: readonly string[]): Promise<void> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
