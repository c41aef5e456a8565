import * as fs from 'node:fs';
import * as path from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port';
import { startPostgres, type PostgresServer } from './postgres-server';
import { isAlive } from './process-table';
import { readPostmasterPid } from './stale-postmaster';
import { temporaryFolder } from './test-support/temporary-folder';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the PostgreSQL of the test run', () => {
  it('takes connections and speaks UTF-8', async () => {
    const url = process.env['REFILL_TEST_POSTGRES_URL'] ?? '';
    expect(await query(url, "select upper('ä') as upper, 1 as one")).toEqual([
      { upper: 'Ä', one: 1 },
    ]);
  });
});

describe('startPostgres', () => {
  const servers: PostgresServer[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.process.stop();
  });

  async function start(dataDirectory: string, port: number): Promise<PostgresServer> {
    const server = await startPostgres({
      dataDirectory,
      port,
      password: 'p@ss/word',
      settings: { fsync: 'off' },
      logFile: path.join(dataDirectory, '../postgres.log'),
    });
    servers.push(server);
    return server;
  }

  it('keeps its data through a stop, a kill, and a pid file that names another program', async () => {
    const folder = path.join(temporaryFolder(), 'data');
    const port = await freePort();
    const first = await start(folder, port);
    await query(first.url, 'create table kept (x int)');
    await query(first.url, 'insert into kept values (1)');
    await first.process.stop();

    const second = await start(folder, port);
    await query(second.url, 'insert into kept values (2)');
    const pid = readPostmasterPid(folder)?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    await second.process.exited;
    // A process of PostgreSQL's user with that pid is what makes PostgreSQL refuse by itself.
    const pidFile = path.join(folder, 'postmaster.pid');
    fs.writeFileSync(
      pidFile,
      fs.readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)),
    );

    const third = await start(folder, port);
    expect(await query(third.url, 'select x from kept order by x')).toEqual([{ x: 1 }, { x: 2 }]);
  });

  it('stops the server of a run whose guard was killed, and starts anew', async () => {
    const folder = path.join(temporaryFolder(), 'data');
    const port = await freePort();
    const orphaned = await start(folder, port);
    const pid = readPostmasterPid(folder)?.pid ?? 0;
    process.kill(orphaned.process.guardPid ?? 0, 'SIGKILL');
    await orphaned.process.exited;
    expect(isAlive(pid)).toBe(true);

    const next = await start(folder, port);
    expect(isAlive(pid)).toBe(false);
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('tells the end of its log when it cannot start', async () => {
    const folder = path.join(temporaryFolder(), 'data');
    const port = await freePort();
    await start(folder, port);
    const other = path.join(temporaryFolder(), 'data');
    await expect(start(other, port)).rejects.toThrow(
      /POSTGRES_START_FAILED[^]*Address already in use/,
    );
  });
});
