import { sql } from 'kysely';
import { quarantineMessage } from './quarantine';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testQuarantined } from './test-quarantined';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

async function rows() {
  return await test.db.selectFrom('quarantine').selectAll().orderBy('id').execute();
}

/** Some messages that nobody vouches for, all at once. */
async function flood(from: number, to: number, maxOpenUntrusted: number) {
  const messages = Array.from({ length: to - from }, (_, n) =>
    testQuarantined(`u-${String(from + n)}`, { transport: 'sqs', untrusted: true }),
  );
  const results = await Promise.all(
    messages.map((message) => quarantineMessage(test.db, { ...message, maxOpenUntrusted })),
  );
  return results.toSorted();
}

it('keeps any text exactly as it came', async () => {
  const message = testQuarantined('m-1', {
    transport: 'sqs',
    reasonCode: 'DRS_NOT_JSON',
    detail: 'at a\0b: a string',
    body: 'not json \0 "\\u0000" \u{1F6D2} {',
    headers: { 'x-amz-sns-message-type': 'Notification', odd: '\0' },
    receivedAt: '2026-01-05T10:00:00.123Z',
  });
  expect(await quarantineMessage(test.db, { ...message, attempts: 5 })).toBe('quarantined');
  const [row] = await rows();
  expect(row).toMatchObject({
    message_id: 'm-1',
    transport: 'sqs',
    reason_code: 'DRS_NOT_JSON',
    detail: 'at a\uFFFDb: a string',
    headers: message.headers,
    received_at: '2026-01-05T10:00:00.123Z',
    last_received_at: '2026-01-05T10:00:00.123Z',
    state: 'open',
    attempts: 5,
    untrusted: false,
  });
  expect(row?.body.toString('utf8')).toBe(message.body);
});

it('keeps a message once, however often it comes, and counts how often', async () => {
  const message = testQuarantined('m-1');
  const later = { ...message, body: 'another', reasonCode: 'OTHER' };
  const results = await Promise.all(
    [1, 3, 2].map((s) =>
      quarantineMessage(test.db, { ...message, receivedAt: `2026-01-05T10:00:0${String(s)}.000Z` }),
    ),
  );
  expect(results.toSorted()).toEqual(['known', 'known', 'quarantined']);
  expect(await quarantineMessage(test.db, later)).toBe('known');
  const all = await rows();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({
    attempts: 4,
    last_received_at: '2026-01-05T10:00:03.000Z',
    reason_code: message.reasonCode,
  });
  expect(all[0]?.body.toString('utf8')).toBe(message.body);
});

it.each([
  ['open', 'open'],
  ['replaying', 'replaying'],
  ['replayed', 'open'],
  ['dropped', 'dropped'],
] as const)('makes a message that is %s and comes again %s', async (before, after) => {
  await quarantineMessage(test.db, testQuarantined('m-1'));
  await test.db.updateTable('quarantine').set({ state: before }).execute();
  expect(await quarantineMessage(test.db, testQuarantined('m-1'))).toBe('known');
  expect(await rows()).toMatchObject([{ state: after, attempts: 2 }]);
});

describe('the bound of untrusted messages', () => {
  it('holds when many come at once', async () => {
    expect(await flood(0, 12, 5)).toEqual([
      ...Array<string>(7).fill('full'),
      ...Array<string>(5).fill('quarantined'),
    ]);
    expect(await rows()).toHaveLength(5);
  });

  it('concerns neither known nor trusted messages', async () => {
    await flood(0, 5, 5);
    expect(await flood(0, 5, 5)).toEqual(Array<string>(5).fill('known'));
    expect(await quarantineMessage(test.db, testQuarantined('trusted'))).toBe('quarantined');
    expect(await rows()).toHaveLength(6);
  });

  it('counts what is open or being replayed, and no more', async () => {
    await flood(0, 4, 4);
    const set = (state: 'replaying' | 'replayed' | 'dropped', messageId: string) =>
      test.db
        .updateTable('quarantine')
        .set({ state })
        .where('message_id', '=', messageId)
        .execute();
    await set('replaying', 'u-0');
    expect(await flood(4, 5, 4)).toEqual(['full']);
    await set('replayed', 'u-1');
    await set('dropped', 'u-2');
    expect(await flood(4, 7, 4)).toEqual(['full', 'quarantined', 'quarantined']);
  });

  it('is 10,000 unless said otherwise', async () => {
    await sql`insert into quarantine
        (message_id, transport, reason_code, detail, body, headers, received_at, last_received_at, untrusted)
      select 'u-' || n, 'sqs', 'SNS_SIGNATURE_WRONG', '', '', '{}', now(), now(), true
      from generate_series(1, 9999) as n`.execute(test.db);
    const untrusted = (messageId: string) =>
      quarantineMessage(test.db, testQuarantined(messageId, { untrusted: true }));
    expect(await untrusted('u-10000')).toBe('quarantined');
    expect(await untrusted('u-10001')).toBe('full');
  });
});

describe('append-only', () => {
  const kept = [
    'id',
    'message_id',
    'transport',
    'reason_code',
    'detail',
    'body',
    'headers',
    'received_at',
    'created_at',
    'untrusted',
  ];
  const moving = ['state', 'attempts', 'last_received_at'];

  async function refused(statement: string) {
    await expect(sql.raw(statement).execute(test.db)).rejects.toMatchObject({ code: '23001' });
  }

  beforeEach(async () => {
    await quarantineMessage(test.db, testQuarantined('m-1'));
  });

  it('says of every column whether it moves', async () => {
    const { rows: columns } = await sql<{ name: string }>`
      select column_name as name from information_schema.columns where table_name = 'quarantine'`.execute(
      test.db,
    );
    expect(columns.map(({ name }) => name).toSorted()).toEqual([...kept, ...moving].toSorted());
  });

  it.each(kept)('refuses to change %s, even of no row', async (column) => {
    const value = column === 'id' ? 'default' : column;
    await refused(`update quarantine set ${column} = ${value}`);
    await refused(`update quarantine set ${column} = ${value}, state = 'dropped' where false`);
  });

  it.each(moving)('lets %s move', async (column) => {
    await sql.raw(`update quarantine set ${column} = ${column}`).execute(test.db);
  });

  it.each(['quarantine', 'quarantine_replays', 'quarantine_actions'])(
    'refuses to empty %s',
    async (table) => {
      await refused(`delete from ${table}`);
      await refused(`truncate ${table} cascade`);
    },
  );

  it('refuses to change what was done', async () => {
    await refused(`update quarantine_actions set note = 'another'`);
    await refused(`update quarantine_replays set actor = 'another'`);
  });
});
