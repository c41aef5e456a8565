import { sql } from 'kysely';
import { closeDatabase, openDatabase } from './database';
import { isDatabaseUnavailable } from './database-failure';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ migrate: false });
});
afterAll(() => test.drop());

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

describe('isDatabaseUnavailable', () => {
  it('is true when nobody listens', async () => {
    const db = openDatabase('postgres://nobody@127.0.0.1:1/none');
    expect(isDatabaseUnavailable(await failureOf(sql`select 1`.execute(db)))).toBe(true);
    await closeDatabase(db);
  });

  it('is true when the host does not exist', async () => {
    const db = openDatabase('postgres://nobody@no-such-host.invalid/none');
    expect(isDatabaseUnavailable(await failureOf(sql`select 1`.execute(db)))).toBe(true);
    await closeDatabase(db);
  });

  it('is true when the server ends a connection; the pool replaces it', async () => {
    let lost = (_: Error): void => undefined;
    const wasLost = new Promise<Error>((resolve) => {
      lost = resolve;
    });
    const db = openDatabase(test.url, { maxConnections: 1, onConnectionLost: (e) => lost(e) });
    const killed = sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
    expect(isDatabaseUnavailable(await failureOf(killed))).toBe(true);
    expect(isDatabaseUnavailable(await wasLost)).toBe(true);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await closeDatabase(db);
  });

  it('is true when a connection breaks between two queries of a transaction', async () => {
    let lost = (_: Error): void => undefined;
    const wasLost = new Promise<Error>((resolve) => {
      lost = resolve;
    });
    const db = openDatabase(test.url, { onConnectionLost: (e) => lost(e) });
    const broken = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(test.db);
      await wasLost;
      await sql`select 1`.execute(trx);
    });
    expect(isDatabaseUnavailable(await failureOf(broken))).toBe(true);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await closeDatabase(db);
  });

  it('is true when a query takes too long', async () => {
    const db = openDatabase(test.url, { queryTimeoutMs: 50 });
    expect(isDatabaseUnavailable(await failureOf(sql`select pg_sleep(5)`.execute(db)))).toBe(true);
    await closeDatabase(db);
  });

  it.each(['53100', '58030', '57P03', '08006'])('is true for %s', async (code) => {
    const raised = sql.raw(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`);
    expect(isDatabaseUnavailable(await failureOf(raised.execute(test.db)))).toBe(true);
  });

  it('is true when the server takes no writes', async () => {
    const written = test.db
      .transaction()
      .setAccessMode('read only')
      .execute(async (trx) => {
        await sql`create table nothing ()`.execute(trx);
      });
    const failure = await failureOf(written);
    expect(failure).toMatchObject({ code: '25006' });
    expect(isDatabaseUnavailable(failure)).toBe(true);
  });

  it('is false when the data are wrong', async () => {
    const failure = await failureOf(sql`select ${'a\0b'}::text`.execute(test.db));
    expect(failure).toMatchObject({ code: '22021' });
    expect(isDatabaseUnavailable(failure)).toBe(false);
  });

  it('is false when a query is wrong', async () => {
    expect(isDatabaseUnavailable(await failureOf(sql`select nonsense`.execute(test.db)))).toBe(
      false,
    );
    expect(isDatabaseUnavailable('text')).toBe(false);
    expect(isDatabaseUnavailable(new AggregateError([]))).toBe(false);
    expect(isDatabaseUnavailable(new AggregateError([new Error('x')]))).toBe(false);
  });
});
