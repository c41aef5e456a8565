import { quarantineMessage, type QuarantinedMessage } from './quarantine';
import {
  getQuarantined,
  listQuarantine,
  type QuarantineFilter,
  type QuarantinePosition,
  summarizeQuarantine,
} from './quarantine-list';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testQuarantined } from './test-quarantined';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

const day = (n: number) => `2026-01-0${String(n)}T00:00:00.000Z`;

async function keep(messageId: string, changes: Partial<QuarantinedMessage> = {}) {
  await quarantineMessage(test.db, testQuarantined(messageId, changes));
}
async function namesOf(filter: QuarantineFilter): Promise<readonly string[]> {
  const { items } = await listQuarantine(test.db, { filter, limit: 10, after: null });
  return items.map(({ messageId }) => messageId);
}
async function setState(messageId: string, state: 'replayed' | 'replaying' | 'dropped') {
  await test.db
    .updateTable('quarantine')
    .set({ state })
    .where('message_id', '=', messageId)
    .execute();
}

it('lists by each part of a filter, the newest first', async () => {
  await keep('a', { receivedAt: day(1), reasonCode: 'X' });
  await keep('b', { receivedAt: day(2), reasonCode: 'Y', transport: 'sqs' });
  await keep('c', { receivedAt: day(3), reasonCode: 'X' });
  await setState('b', 'replayed');
  await setState('c', 'dropped');
  expect(await namesOf({})).toEqual(['c', 'b', 'a']);
  expect(await namesOf({ states: ['open'] })).toEqual(['a']);
  expect(await namesOf({ states: ['dropped', 'open'] })).toEqual(['c', 'a']);
  expect(await namesOf({ states: [] })).toEqual([]);
  expect(await namesOf({ reasonCode: 'X' })).toEqual(['c', 'a']);
  expect(await namesOf({ transport: 'sqs' })).toEqual(['b']);
  expect(await namesOf({ receivedFrom: day(2) })).toEqual(['c', 'b']);
  expect(await namesOf({ receivedFrom: day(2), receivedTo: day(3) })).toEqual(['b']);
});

it('shows every message once while others come', async () => {
  const names = Array.from({ length: 7 }, (_, n) => `m-${String(n)}`);
  for (const name of names) await keep(name);
  const seen: string[] = [];
  let after: QuarantinePosition | null = null;
  do {
    const page: Awaited<ReturnType<typeof listQuarantine>> = await listQuarantine(test.db, {
      filter: {},
      limit: 3,
      after,
    });
    seen.push(...page.items.map(({ messageId }) => messageId));
    after = page.next;
    await keep(`new-${String(seen.length)}`, { receivedAt: day(9) });
    await keep('m-0', { receivedAt: day(9) });
  } while (after !== null);
  expect(seen).toEqual(names.toReversed());
});

it('lists a message without what it says, and gives it with it', async () => {
  await keep('m', { body: 'ä', receivedAt: day(1) });
  const { items } = await listQuarantine(test.db, { filter: {}, limit: 1, after: null });
  const listed = {
    id: expect.stringMatching(/^\d+$/),
    messageId: 'm',
    transport: 'https',
    reasonCode: 'DRS_UNKNOWN_TYPE',
    detail: 'notificationType: a known type',
    untrusted: false,
    state: 'open',
    attempts: 1,
    receivedAt: day(1),
    lastReceivedAt: day(1),
    bodyBytes: 2,
  };
  expect(items).toEqual([listed]);
  expect(await getQuarantined(test.db, items[0]?.id ?? '')).toEqual({
    ...listed,
    body: 'ä',
    headers: { 'x-amz-sns-message-id': 'm' },
    actions: [],
  });
  expect(await getQuarantined(test.db, '9999999')).toBeNull();
});

it('sums up what is open', async () => {
  expect(await summarizeQuarantine(test.db)).toEqual({
    open: 0,
    oldestOpenReceivedAt: null,
    byReason: [],
  });
  await keep('gone', { receivedAt: day(1), reasonCode: 'Z' });
  await setState('gone', 'replayed');
  await keep('busy', { receivedAt: day(2), reasonCode: 'Z' });
  await setState('busy', 'replaying');
  await keep('a', { receivedAt: day(4), reasonCode: 'X' });
  await keep('b', { receivedAt: day(3), reasonCode: 'Y' });
  await keep('c', { receivedAt: day(5), reasonCode: 'Y' });
  expect(await summarizeQuarantine(test.db)).toEqual({
    open: 3,
    oldestOpenReceivedAt: day(3),
    byReason: [
      { reasonCode: 'Y', count: 2 },
      { reasonCode: 'X', count: 1 },
    ],
  });
});
