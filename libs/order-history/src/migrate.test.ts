import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import { closeDatabase, openDatabase } from './database';
import { migrateToLatest } from './migrate';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';

const NAMES = [
  '0001-orders',
  '0002-contacts-and-emails',
  '0003-device-events',
  '0004-quarantine-and-deferred',
];

describe('migrateToLatest', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase({ migrate: false });
  });
  afterEach(() => test.drop());

  it('applies every numbered file in order, and nothing the second time', async () => {
    expect(await migrateToLatest(test.db)).toEqual(NAMES);
    expect(await migrateToLatest(test.db)).toEqual([]);
  });

  it('lets services that start together all succeed, and applies each file once', async () => {
    const services = Array.from({ length: 6 }, () => openDatabase(test.url, { maxConnections: 2 }));
    try {
      const applied = await Promise.all(services.map((db) => migrateToLatest(db)));
      expect(applied.flat()).toEqual(NAMES);
    } finally {
      await Promise.all(services.map(closeDatabase));
    }
  });

  it('works on a pool of one connection', async () => {
    const db = openDatabase(test.url, { maxConnections: 1 });
    try {
      expect(await migrateToLatest(db)).toEqual(NAMES);
    } finally {
      await closeDatabase(db);
    }
  });

  it('leaves the database as it was when a file fails, and names the file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'refill-migrations-'));
    try {
      await writeFile(path.join(folder, '0001-good.sql'), 'create table good (id int);');
      await writeFile(
        path.join(folder, '0002-bad.sql'),
        'create table half (id int); select nonsense;',
      );
      await expect(migrateToLatest(test.db, folder)).rejects.toMatchObject({
        code: 'HISTORY_MIGRATION_FAILED',
        message: expect.stringContaining('0002-bad'),
      });
      const { rows } = await sql<{ name: string | null }>`
        select coalesce(to_regclass('good'), to_regclass('half'))::text as name`.execute(test.db);
      expect(rows).toEqual([{ name: null }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('does not report a database that is down as a broken migration', async () => {
    const db = openDatabase('postgres://nobody@127.0.0.1:1/none');
    await expect(migrateToLatest(db)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await closeDatabase(db);
  });

  it('knows every status and mark of the lifecycle', async () => {
    await migrateToLatest(test.db);
    for (const status of ORDER_STATUSES) {
      const snapshot = testSnapshot({ orderId: status, status, attention: ORDER_ATTENTIONS });
      expect(await recordOrder(test.db, testRecord(snapshot))).toMatchObject({
        outcome: 'recorded',
      });
    }
  });
});

describe('the migration files', () => {
  it('explain themselves', async () => {
    for (const name of NAMES) {
      const file = path.join(__dirname, '..', 'migrations', `${name}.sql`);
      expect(await readFile(file, 'utf8')).toMatch(/^--/);
    }
  });
});
