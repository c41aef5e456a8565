import { createHistoryClient, type HistoryClient, type Replay } from '@refill/history-client';
import { TEST_TOKENS, type TestHistory } from '@refill/history/test-history';
import { claimReplayItems, settleReplayItem } from '@refill/order-history/quarantine-replays';
import { recordOrder } from '@refill/order-history/record-order';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { ROWS, startHistoryWithRows } from './test-support/history-with-rows';

let history: TestHistory;
let client: HistoryClient;
let reader: HistoryClient;
beforeAll(async () => {
  history = await startHistoryWithRows();
  client = createHistoryClient({ baseUrl: history.url, token: TEST_TOKENS.write });
  reader = createHistoryClient({ baseUrl: history.url, token: TEST_TOKENS.read });
});
afterAll(() => history.stop());

/** What the server writes, read without the client. */
async function raw(path: string): Promise<unknown> {
  const { status, body } = await history.request(path, { token: TEST_TOKENS.write });
  expect(status).toBe(200);
  return body;
}
async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error,
  );
}
const { modelId, serialNumber } = ROWS.device;
const devicePath = `/v1/devices/${modelId}/${serialNumber}`;

describe('with the read token', () => {
  it.each([
    ['orders', () => reader.orders.listPage({ status: 'placed' }), '/v1/orders?status=placed'],
    [
      'an order',
      () => reader.orders.get(ROWS.shipped),
      `/v1/orders/${encodeURIComponent(ROWS.shipped)}`,
    ],
    [
      'events of an order',
      () => reader.orders.eventsPage(ROWS.shipped),
      `/v1/orders/${encodeURIComponent(ROWS.shipped)}/events`,
    ],
    ['devices', () => reader.devices.listPage({ status: 'subscribed' }), '/v1/devices'],
    ['a device', () => reader.devices.get(ROWS.device), devicePath],
    ['events of a device', () => reader.devices.eventsPage(ROWS.device), `${devicePath}/events`],
    [
      'orders of a device',
      () => reader.devices.ordersPage(ROWS.device, { attention: ['ship-overdue'] }),
      `${devicePath}/orders?attention=ship-overdue`,
    ],
    ['quarantine', () => reader.quarantine.listPage({ state: ['open'] }), '/v1/quarantine'],
    ['the status', () => reader.status(), '/v1/status'],
    ['versions', () => reader.versions.get(), '/v1/versions'],
    ['devices on 1.0', () => reader.versions.devicesOn1Page(), '/v1/versions/devices'],
    ['the migration', () => reader.versions.getMigration(), '/v1/versions/migration'],
  ])('gives %s exactly as the server does', async (_what, call, path) => {
    const answer: unknown = await call();
    expect(answer).toEqual(await raw(path));
    // An empty list would prove nothing.
    if (typeof answer === 'object' && answer !== null && 'items' in answer) {
      expect(answer.items).not.toEqual([]);
    }
  });

  it('iterates all pages', async () => {
    const ids = (await all(reader.orders.list({}, { pageSize: 1 }))).map(({ orderId }) => orderId);
    expect(ids).toEqual(['amzn1.dash.v2.o.later', ROWS.open, ROWS.shipped]);
    expect(await all(reader.orders.events(ROWS.shipped, { pageSize: 1 }))).toHaveLength(2);
    expect(await all(reader.devices.list({ modelId }, { pageSize: 1 }))).toHaveLength(1);
    expect(await all(reader.devices.events(ROWS.device, { pageSize: 1 }))).toHaveLength(2);
    expect(await all(reader.devices.orders(ROWS.device, {}, { pageSize: 1 }))).toHaveLength(3);
    expect(await all(reader.quarantine.list({}, { pageSize: 2 }))).toHaveLength(3);
    expect(await all(reader.versions.devicesOn1({ modelId }, { pageSize: 1 }))).toHaveLength(1);
  });

  it('counts what it lists', async () => {
    expect(await reader.orders.count()).toBe(3);
    expect(await reader.orders.count({ status: ['shipped'], modelId })).toBe(1);
    expect(await reader.orders.count({ customerId: 'nobody' })).toBe(0);
    expect(await failureOf(reader.contacts.count())).toMatchObject({
      code: 'HISTORY_TOKEN_READ_ONLY',
    });
  });

  it('takes dates', async () => {
    const at = new Date('2026-01-05T11:00:00Z');
    const { items } = await reader.orders.listPage({
      placedFrom: at,
      placedTo: '2026-01-05T12:00:00Z',
    });
    expect(items.map(({ orderId }) => orderId)).toEqual([ROWS.open]);
  });

  it('throws what the server says', async () => {
    expect(await failureOf(reader.orders.get('nowhere'))).toMatchObject({
      code: 'HISTORY_ORDER_NOT_FOUND',
      status: 404,
      type: 'urn:refill:problem:HISTORY_ORDER_NOT_FOUND',
    });
    expect(await failureOf(reader.contacts.get(ROWS.customerId))).toMatchObject({
      code: 'HISTORY_TOKEN_READ_ONLY',
    });
    expect(await failureOf(reader.orders.listPage({ status: 'lost' }))).toMatchObject({
      code: 'REQUEST_INVALID',
      errors: [{ path: 'querystring/status' }],
    });
    expect(await failureOf(reader.orders.listPage({}, { cursor: 'x' }))).toMatchObject({
      code: 'HISTORY_CURSOR_INVALID',
    });
    const stranger = createHistoryClient({ baseUrl: history.url, token: 'stranger' });
    expect(await failureOf(stranger.status())).toMatchObject({ code: 'TOKEN_WRONG', status: 401 });
  });

  it('waits for an order that comes later, until it ships', async () => {
    const { db } = history.database;
    const orderId = 'amzn1.dash.v2.o.waited';
    const wait = reader.orders.waitForStatus(orderId, 'shipped', { pollMs: 10, timeoutMs: 30_000 });
    await recordOrder(db, testRecord(testSnapshot({ orderId })));
    await recordOrder(
      db,
      testRecord(testSnapshot({ orderId, status: 'shipped' }), { revision: 2 }),
    );
    expect(await wait).toMatchObject({ orderId, status: 'shipped' });
  });

  it('tells the last status when it waited in vain', async () => {
    const options = { pollMs: 10, timeoutMs: 300 };
    const wait = reader.orders.waitForStatus(ROWS.open, 'shipped', options);
    expect(await failureOf(wait)).toMatchObject({
      code: 'HISTORY_CLIENT_WAIT_TIMEOUT',
      lastStatus: 'placed',
    });
  });
});

describe('with the write token', () => {
  it('stores, gives and forgets a contact', async () => {
    const contact = { email: 'grace@example.com', name: null, locale: 'en-gb' };
    const stored = await client.contacts.put('customer/2', contact);
    expect(stored).toEqual({ ...contact, customerId: 'customer/2', locale: 'en-GB' });
    expect(await client.contacts.get('customer/2')).toEqual(stored);
    expect(await client.contacts.count()).toBe((await all(client.contacts.list())).length);
    await client.contacts.delete('customer/2');
    expect(await failureOf(client.contacts.get('customer/2'))).toMatchObject({
      code: 'HISTORY_CONTACT_NOT_FOUND',
    });
  });

  it('asks to erase a customer and tells how far that is', async () => {
    const asked = await client.customers.erase('customer-3', { actor: 'Erik' });
    expect(asked).toMatchObject({
      pseudonym: expect.stringMatching(/^erased-[0-9a-f]{32}$/),
      actor: 'Erik',
    });
    expect(await client.customers.getErasure('customer-3')).toMatchObject({
      pseudonym: asked.pseudonym,
    });
    expect(await failureOf(client.customers.getErasure('nobody'))).toMatchObject({
      code: 'HISTORY_ERASURE_NOT_FOUND',
    });
  });

  it('works with the quarantine: looks, drops, replays one and all of a reason', async () => {
    const { db } = history.database;
    const [first, second, third] = await all(client.quarantine.list());
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three');
    expect(await client.quarantine.get(first.id)).toEqual(await raw(`/v1/quarantine/${first.id}`));

    await client.quarantine.drop(first.id, { actor: 'Ada', note: 'not ours' });
    await client.quarantine.drop(first.id);
    expect(await client.quarantine.get(first.id)).toMatchObject({
      state: 'dropped',
      actions: [{ action: 'dropped', actor: 'Ada', note: 'not ours' }],
    });
    expect(await failureOf(client.quarantine.replay(first.id))).toMatchObject({
      code: 'HISTORY_QUARANTINE_NOT_OPEN',
      status: 409,
    });

    const one = await client.quarantine.replay(second.id, { actor: 'Ada' });
    expect(one).toMatchObject({ quarantineId: second.id, outcome: null, total: 1, actor: 'Ada' });
    expect(await client.quarantine.getReplay(one.replayId)).toEqual(
      await raw(`/v1/quarantine/replays/${one.replayId}`),
    );

    expect(await client.quarantine.previewReplayAllOf(ROWS.reasonCode)).toEqual({
      replayId: null,
      matched: 1,
      sampleIds: [third.id],
    });
    const progress: Replay[] = [];
    const replay = await client.quarantine.replayAllOf(ROWS.reasonCode, {
      pollMs: 10,
      onProgress: (state) => {
        progress.push(state);
        // What ingestion does; it is asked for anew until the first look is over.
        if (progress.length === 1) void settleAll();
      },
    });
    async function settleAll(): Promise<void> {
      for (const { replayId, quarantineId } of await claimReplayItems(db, 10, 60_000)) {
        await settleReplayItem(db, { replayId, quarantineId, outcome: 'taken', code: null });
      }
    }
    expect(progress[0]).toMatchObject({ done: 0, total: 1, finishedAt: null });
    expect(replay).toMatchObject({ done: 1, total: 1, reasonCode: ROWS.reasonCode });
    expect(replay).toEqual(progress.at(-1));
    expect(await client.quarantine.replayAllOf(ROWS.reasonCode)).toBeNull();
  });
});
