import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import { closeDatabase, openDatabase } from './database';
import { migrateToLatest, schemaIsCurrent } from './migrate';
import { prepareSchema } from './prepare-schema';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';

const NAMES = [
  '0001-orders',
  '0002-contacts-and-emails',
  '0003-device-events',
  '0004-quarantine-and-deferred',
  '0005-quarantine-states-and-replays',
  '0006-devices',
  '0007-operator-actions',
  '0008-orders-at-once',
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

  it('keeps what was in quarantine and deferred before', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'refill-migrations-'));
    try {
      for (const name of NAMES.slice(0, 4)) {
        await copyFile(fileOf(name), path.join(folder, `${name}.sql`));
      }
      await migrateToLatest(test.db, folder);
      await sql`insert into quarantine (message_id, transport, reason_code, detail, body, headers, received_at)
        values ('m', 'sqs', 'X', 'd', '\\x00ff', '{"a":1}', '2026-01-05T10:00:00.123Z')`.execute(
        test.db,
      );
      await sql`insert into deferred (message_id, kind, payload, received_at)
        values ('w', 'notification', '{"b":2}', '2026-01-05T10:00:00.123Z')`.execute(test.db);
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await migrateToLatest(test.db)).toEqual(NAMES.slice(4));
    expect(await test.db.selectFrom('quarantine').selectAll().execute()).toMatchObject([
      {
        message_id: 'm',
        body: Buffer.from([0, 255]),
        headers: { a: 1 },
        received_at: '2026-01-05T10:00:00.123Z',
        last_received_at: '2026-01-05T10:00:00.123Z',
        state: 'open',
        attempts: 1,
        untrusted: false,
      },
    ]);
    expect(await test.db.selectFrom('deferred').selectAll().execute()).toMatchObject([
      { message_id: 'w', payload: { b: 2 }, order_key: null, failures: 0 },
    ]);
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

describe('schemaIsCurrent', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase({ migrate: false });
  });
  afterEach(() => test.drop());

  it('is false before the migrations and true after them', async () => {
    expect(await schemaIsCurrent(test.db)).toBe(false);
    await migrateToLatest(test.db);
    expect(await schemaIsCurrent(test.db)).toBe(true);
  });

  it('is false when one is missing, and true when the database is ahead', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'refill-migrations-'));
    try {
      for (const name of NAMES) await copyFile(fileOf(name), path.join(folder, `${name}.sql`));
      await migrateToLatest(test.db);
      await writeFile(path.join(folder, '9999-next.sql'), 'create table next (id int);');
      expect(await schemaIsCurrent(test.db, folder)).toBe(false);
      await migrateToLatest(test.db, folder);
      expect(await schemaIsCurrent(test.db, folder)).toBe(true);
      expect(await schemaIsCurrent(test.db)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('needs no right but to read', async () => {
    await migrateToLatest(test.db);
    const role = `reader_${randomBytes(6).toString('hex')}`;
    await sql.raw(`create role ${role} login password 'reader'`).execute(test.db);
    try {
      await sql.raw(`grant select on all tables in schema public to ${role}`).execute(test.db);
      const url = new URL(test.url);
      url.username = role;
      url.password = 'reader';
      const db = openDatabase(url.href);
      expect(await schemaIsCurrent(db)).toBe(true);
      await closeDatabase(db);
    } finally {
      await sql.raw(`drop owned by ${role}`).execute(test.db);
      await sql.raw(`drop role ${role}`).execute(test.db);
    }
  });

  it('throws the error of a database that is down', async () => {
    const db = openDatabase('postgres://nobody@127.0.0.1:1/none');
    await expect(schemaIsCurrent(db)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await closeDatabase(db);
  });
});

describe('prepareSchema', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase({ migrate: false });
  });
  afterEach(() => test.drop());

  it('migrates by itself', async () => {
    expect(await prepareSchema(test.db, 'auto')).toEqual(NAMES);
    expect(await prepareSchema(test.db, 'auto')).toEqual([]);
  });

  it('leaves it to others when told so', async () => {
    await expect(prepareSchema(test.db, 'off')).rejects.toMatchObject({
      code: 'HISTORY_SCHEMA_BEHIND',
    });
    expect(await schemaIsCurrent(test.db)).toBe(false);
    await migrateToLatest(test.db);
    expect(await prepareSchema(test.db, 'off')).toEqual([]);
  });

  it.each(['auto', 'off'] as const)('takes a database that is ahead (%s)', async (migrate) => {
    await migrateToLatest(test.db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-next', '')`.execute(
      test.db,
    );
    expect(await prepareSchema(test.db, migrate)).toEqual([]);
  });
});

describe('the migration files', () => {
  it('explain themselves', async () => {
    for (const name of NAMES) {
      expect(await readFile(fileOf(name), 'utf8')).toMatch(/^--/);
    }
  });
});

function fileOf(name: string): string {
  return path.join(__dirname, '..', 'migrations', `${name}.sql`);
}
