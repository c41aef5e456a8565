import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { deleteContact, getContact, putContact } from '@refill/order-history/contacts';
import {
  closeDatabase,
  openDatabase,
  type OrderHistoryDatabase,
} from '@refill/order-history/database';
import {
  deferNotification,
  nextDeferred,
  noteDeferredFailure,
  removeDeferred,
  tryDeliverAlone,
} from '@refill/order-history/deferred';
import { dropQuarantined } from '@refill/order-history/drop-quarantined';
import { migrateToLatest, schemaIsCurrent } from '@refill/order-history/migrate';
import { quarantineMessage } from '@refill/order-history/quarantine';
import {
  claimReplayItems,
  requestReplay,
  settleReplayItem,
} from '@refill/order-history/quarantine-replays';
import { recordOrder } from '@refill/order-history/record-order';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { plainSql } from './test-support/psql-script';

const folder = path.resolve(__dirname, '../../../docker/postgres');
const serverUrl = z.url().parse(process.env['REFILL_TEST_POSTGRES_URL']);

// The server is that of all tests: roles and databases get names of their own.
const id = randomBytes(4).toString('hex');
const names = {
  refill_owner: `owner_${id}`,
  refill: `app_${id}`,
  temporal_visibility: `visibility_${id}`,
  temporal: `temporal_${id}`,
};
// With a quote, as a password may have one.
const passwords = {
  REFILL_OWNER_DB_PASSWORD: `o'${id}`,
  REFILL_DB_PASSWORD: `a-${id}`,
  TEMPORAL_DB_PASSWORD: `t-${id}`,
};

/** The URL of a database on the test server, as somebody else or as the superuser. */
function url(database: string, user?: readonly [name: string, password: string]): string {
  const changed = new URL(serverUrl);
  changed.pathname = `/${database}`;
  if (user !== undefined) {
    changed.username = user[0];
    changed.password = encodeURIComponent(user[1]);
  }
  return changed.href;
}

const asOwner = [names.refill_owner, passwords.REFILL_OWNER_DB_PASSWORD] as const;
const asApplication = [names.refill, passwords.REFILL_DB_PASSWORD] as const;
const asTemporal = [names.temporal, passwords.TEMPORAL_DB_PASSWORD] as const;

async function run(connectionString: string, ...statements: readonly string[]): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query<object>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

async function runScript(file: string, database: string): Promise<void> {
  const script = readFileSync(path.join(folder, file), 'utf8');
  await run(url(database), ...plainSql(script, passwords, names));
}

let db: OrderHistoryDatabase;

beforeAll(async () => {
  await runScript('roles-and-databases.sql', 'postgres');
  await runScript('refill-rights.sql', names.refill);
  const owner = openDatabase(url(names.refill, asOwner));
  await migrateToLatest(owner);
  await closeDatabase(owner);
  db = openDatabase(url(names.refill, asApplication));
});

afterAll(async () => {
  await closeDatabase(db);
  await run(
    url('postgres'),
    ...[names.refill, names.temporal, names.temporal_visibility].map(
      (name) => `drop database ${name} with (force)`,
    ),
    ...[names.refill, names.refill_owner, names.temporal].map((name) => `drop role ${name}`),
  );
});

describe('the role of the services', () => {
  it('reads and writes rows: messages, replays, deferred work, orders, contacts', async () => {
    expect(await schemaIsCurrent(db)).toBe(true);
    const receivedAt = '2026-01-05T10:00:00.000Z';
    const message = testQuarantined('m-1', { reasonCode: 'DRS_NOT_JSON' });
    const who = { actor: null, token: '7692c3ad' };
    expect(await quarantineMessage(db, message)).toBe('quarantined');
    expect(await quarantineMessage(db, message)).toBe('known');
    const { replayId } = await requestReplay(db, { reasonCode: 'DRS_NOT_JSON' }, who, {
      dryRun: false,
    });
    const [item] = await claimReplayItems(db, 10, 60_000);
    if (item === undefined) throw new Error('nothing to replay');
    expect(item.replayId).toBe(replayId);
    await settleReplayItem(db, { ...item, outcome: 'quarantined', code: 'DRS_NOT_JSON' });
    expect(await dropQuarantined(db, item.quarantineId, who, null)).toBe('dropped');

    const work = {
      messageId: 'm-2',
      kind: 'notification' as const,
      payload: {},
      receivedAt,
      orderKey: 'order:o-1',
    };
    expect(await deferNotification(db, work)).toBe('deferred');
    const [deferred] = await nextDeferred(db, 1);
    if (deferred === undefined) throw new Error('nothing is deferred');
    expect(await noteDeferredFailure(db, deferred.id, 'X')).toBe(1);
    await removeDeferred(db, deferred.id);
    expect(await tryDeliverAlone(db, () => Promise.resolve(1))).toEqual({ ran: true, value: 1 });

    const order = testRecord(testSnapshot({ orderId: 'o-1' }), {
      events: [factEvent(placedFact())],
    });
    expect(await recordOrder(db, order)).toMatchObject({ outcome: 'recorded' });
    expect(await recordOrder(db, { ...order, revision: 2 })).toMatchObject({ outcome: 'recorded' });

    const contact = {
      customerId: 'c-1',
      email: 'a@example.org',
      name: null,
      locale: 'en',
    } as const;
    expect(await putContact(db, contact)).toBe('created');
    expect(await putContact(db, contact)).toBe('replaced');
    expect(await getContact(db, 'c-1')).toMatchObject({ customerId: 'c-1' });
    expect(await deleteContact(db, 'c-1')).toBe(true);
  });

  it('may read and write the rows of every table, and no more; it owns none', async () => {
    const rights = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'];
    const rows = await run(
      url(names.refill),
      `select relname, pg_get_userbyid(relowner) as owner, array[${rights
        .map((right) => `has_table_privilege('${names.refill}', oid, '${right}')`)
        .join(', ')}] as rights
       from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')`,
    );
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      expect(row).toMatchObject({
        owner: names.refill_owner,
        rights: [true, true, true, true, false, false, false],
      });
    }
  });

  it.each([
    ['make a table', 'create table mine (id int)'],
    ['make a temporary table', 'create temp table mine (id int)'],
    ['make a schema', 'create schema mine'],
    ['make a function', 'create function f() returns int language sql return 1'],
    ['change a table', 'alter table orders add column mine int'],
    ['remove a table', 'drop table orders'],
    ['empty a table', 'truncate contacts'],
    ['make an index', 'create index mine on orders (order_id)'],
    ['switch triggers off', 'alter table quarantine disable trigger all'],
    ['step around triggers', 'set session_replication_role = replica'],
    ['make a trigger', 'create trigger t before delete on orders execute function refuse_change()'],
    ['make a role', 'create role mine'],
    ['become the owner', `set role ${names.refill_owner}`],
    ['become a superuser', `alter role ${names.refill} superuser`],
    ['make a database', 'create database mine'],
    ['read files of the server', "select pg_read_file('/etc/hostname')"],
    ['run programs on the server', "copy (select 1) to program 'true'"],
    ['read passwords', 'select * from pg_authid'],
  ])('may not %s', async (_what, statement) => {
    await expect(run(url(names.refill, asApplication), statement)).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it('may not give rights away', async () => {
    // PostgreSQL only warns of it.
    await run(url(names.refill, asApplication), `grant select on orders to ${names.temporal}`);
    const question = `select has_table_privilege('${names.temporal}', 'orders', 'select') as may`;
    expect(await run(url(names.refill), question)).toEqual([{ may: false }]);
  });
});

describe('databases', () => {
  it.each([
    ['Temporal', names.temporal, asApplication],
    ["Temporal's search", names.temporal_visibility, asApplication],
    ['postgres', 'postgres', asApplication],
    ['template1', 'template1', asApplication],
    ['Refill, as Temporal', names.refill, asTemporal],
    ['Temporal, as the owner of Refill', names.temporal, asOwner],
  ])('are closed to others: %s', async (_what, database, user) => {
    await expect(run(url(database, user), 'select 1')).rejects.toThrow(
      /permission denied for database/,
    );
  });

  it('are open to those they are for', async () => {
    expect(await run(url(names.temporal, asTemporal), 'create table t (id int)')).toEqual([]);
    expect(
      await run(url(names.refill, asOwner), 'create table t (id int)', 'drop table t'),
    ).toEqual([]);
  });
});

describe('the rights', () => {
  it('may be given again, and cover tables that are there', async () => {
    await runScript('refill-rights.sql', names.refill);
    await expect(run(url(names.refill, asApplication), 'truncate contacts')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('come with any table that a migration makes later', async () => {
    await run(
      url(names.refill, asOwner),
      'create table later (id bigserial primary key, text text)',
    );
    const rows = await run(
      url(names.refill, asApplication),
      "insert into later (text) values ('x')",
      "update later set text = 'y'",
      'select id, text from later',
    );
    expect(rows).toEqual([{ id: '1', text: 'y' }]);
    await run(url(names.refill, asOwner), 'drop table later');
  });
});
