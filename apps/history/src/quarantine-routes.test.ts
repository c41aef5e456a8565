import { z } from 'zod';
import { quarantineMessage, type QuarantinedMessage } from '@refill/order-history/quarantine';
import { requestReplay } from '@refill/order-history/quarantine-replays';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { startTestHistory, TEST_TOKENS, type TestHistory } from './test-history';

const token = TEST_TOKENS.write;
/** printf 'write-token' | sha256sum */
const fingerprint = 'ab893cb3';

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory();
});
afterAll(() => history.stop());

const page = z.object({
  items: z.array(z.object({ id: z.string(), messageId: z.string() }).loose()),
  nextCursor: z.string().nullable(),
});

async function keep(messageId: string, changes: Partial<QuarantinedMessage> = {}): Promise<string> {
  await quarantineMessage(history.database.db, testQuarantined(messageId, changes));
  const { id } = await history.database.db
    .selectFrom('quarantine')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return id;
}
async function namesAt(query: string): Promise<readonly string[]> {
  const { status, body } = await history.request(`/v1/quarantine?${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return page.parse(body).items.map(({ messageId }) => messageId);
}
const day = (n: number) => `2026-01-0${String(n)}T00:00:00.000Z`;

describe('GET /v1/quarantine', () => {
  it('lists messages without what they say', async () => {
    const id = await keep('listed', {
      body: '{"secret":"ä"}',
      headers: { secret: 'x' },
      reasonCode: 'LISTED',
    });
    const { status, body } = await history.request('/v1/quarantine?reasonCode=LISTED');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          id,
          messageId: 'listed',
          transport: 'https',
          reasonCode: 'LISTED',
          detail: 'notificationType: a known type',
          untrusted: false,
          state: 'open',
          attempts: 1,
          receivedAt: '2026-01-05T10:00:00.000Z',
          lastReceivedAt: '2026-01-05T10:00:00.000Z',
          bodyBytes: 15,
        },
      ],
      nextCursor: null,
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('filters by each field', async () => {
    await keep('a', { receivedAt: day(1), reasonCode: 'X' });
    const b = await keep('b', { receivedAt: day(2), reasonCode: 'Y', transport: 'sqs' });
    await keep('c', { receivedAt: day(3), reasonCode: 'X' });
    await history.request(`/v1/quarantine/${b}`, { method: 'DELETE', token });
    const of = async (query: string) =>
      (await namesAt(query)).filter((name) => ['a', 'b', 'c'].includes(name));
    expect(await of('')).toEqual(['c', 'b', 'a']);
    expect(await of('state=open')).toEqual(['c', 'a']);
    expect(await of('state=dropped&state=replayed')).toEqual(['b']);
    expect(await of('reasonCode=X')).toEqual(['c', 'a']);
    expect(await of('transport=sqs')).toEqual(['b']);
    expect(await of(`receivedFrom=${day(2)}&receivedTo=${day(3)}`)).toEqual(['b']);
    expect(await of('receivedFrom=2026-01-03T05:00:00%2B05:00')).toEqual(['c']);
  });

  it('shows every message once, in parts', async () => {
    for (let n = 0; n < 5; n += 1) await keep(`m-${String(n)}`, { reasonCode: 'PARTS' });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await history.request(`/v1/quarantine?reasonCode=PARTS&limit=2${query}`);
      const { items, nextCursor } = page.parse(answer.body);
      seen.push(...items.map(({ messageId }) => messageId));
      cursor = nextCursor;
    }
    expect(seen).toEqual(['m-4', 'm-3', 'm-2', 'm-1', 'm-0']);
  });

  it.each([
    'limit=0',
    'limit=201',
    'state=lost',
    'transport=smtp',
    'receivedFrom=yesterday',
    'reasonCode=',
    'reason=X',
  ])('answers 400 to ?%s', async (query) => {
    expect(await history.request(`/v1/quarantine?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
  });

  it.each([
    ['nonsense', 'garbage'],
    ['another list', Buffer.from('["e1",1]').toString('base64url')],
    ['no id', Buffer.from(`["q1","${day(1)}","x"]`).toString('base64url')],
  ])('answers 400 to a cursor of %s', async (_, cursor) => {
    expect(await history.request(`/v1/quarantine?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'HISTORY_CURSOR_INVALID' },
    });
  });
});

describe('GET /v1/quarantine/{id}', () => {
  it('gives a message as it came, and keeps it out of caches', async () => {
    const id = await keep('given', { body: 'a\0b \u{1F6D2}', headers: { a: ['1', null] } });
    const answer = await history.request(`/v1/quarantine/${id}`, { token });
    expect(answer).toMatchObject({
      status: 200,
      body: { id, body: 'a\0b \u{1F6D2}', headers: { a: ['1', null] }, actions: [] },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['999999', 404, 'HISTORY_QUARANTINE_NOT_FOUND'],
    ['abc', 400, 'REQUEST_INVALID'],
    ['0', 400, 'REQUEST_INVALID'],
    ['1234567890123456789', 400, 'REQUEST_INVALID'],
    ['a%00', 400, 'REQUEST_INVALID'],
  ])('answers for %s with %i %s', async (id, status, code) => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await history.request(`/v1/quarantine/${id}`, { method, token });
      expect(answer).toMatchObject({ status, body: { code } });
    }
    const replay = { method: 'POST', token, body: {} };
    expect(await history.request(`/v1/quarantine/${id}/replay`, replay)).toMatchObject({
      status,
      body: { code },
    });
  });
});

describe('DELETE /v1/quarantine/{id}', () => {
  it('gives a message up and records who did it and why, once', async () => {
    const id = await keep('dropped');
    const path = `/v1/quarantine/${id}`;
    const drop = (query: string) => history.request(`${path}${query}`, { method: 'DELETE', token });
    expect(await drop('?actor=%20Ada%20&note=a%20test')).toMatchObject({ status: 204, body: null });
    expect(await drop('')).toMatchObject({ status: 204 });
    expect((await history.request(path, { token })).body).toMatchObject({
      state: 'dropped',
      body: '{"MessageId":"dropped"}',
      actions: [
        {
          action: 'dropped',
          at: expect.any(String),
          actor: 'Ada',
          token: fingerprint,
          note: 'a test',
          replayId: null,
          outcome: null,
          code: null,
        },
      ],
    });
  });

  it('answers 409 while the message is being replayed', async () => {
    const id = await keep('replaying');
    const who = { actor: null, token: '01234567' };
    await requestReplay(history.database.db, { ids: [id] }, who, { dryRun: false });
    expect(
      await history.request(`/v1/quarantine/${id}`, { method: 'DELETE', token }),
    ).toMatchObject({ status: 409, body: { code: 'HISTORY_QUARANTINE_REPLAYING' } });
  });

  it.each(['?actor=', '?note=a%0Ab', '?why=x', `?actor=${'x'.repeat(101)}`])(
    'answers 400 to %s and does nothing',
    async (query) => {
      const id = await keep('kept', { reasonCode: 'KEPT' });
      expect(
        await history.request(`/v1/quarantine/${id}${query}`, { method: 'DELETE', token }),
      ).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
      expect(await namesAt('state=open&reasonCode=KEPT')).toEqual(['kept']);
    },
  );
});
