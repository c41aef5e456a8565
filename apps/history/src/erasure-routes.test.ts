import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { getContact } from '@refill/order-history/contacts';
import { recordOrder } from '@refill/order-history/record-order';
import { createTestDatabase } from '@refill/order-history/test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { eraseAlone } from './erase-alone';
import { startTestHistory, TEST_TOKENS, type TestHistory } from './test-history';
import { type Proxy, startProxy } from './test-support/proxy';
import { recordFacts, registered, subscribed } from './test-support/record-facts';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

const erasure = z.object({
  pseudonym: z.string(),
  state: z.string(),
  requestedAt: z.string(),
  finishedAt: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
});
const { write } = TEST_TOKENS;
const quick = { erasureIntervalMs: 50, erasureMaxBackoffMs: 100 };
const log: string[] = [];

let temporal: TestTemporal;
let proxy: Proxy;
let history: TestHistory;
beforeAll(async () => {
  temporal = await startTestTemporal();
  proxy = await startProxy(temporal);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${String(proxy.port)}`;
  // It looks for erasures when it is asked for one, not only now and then.
  history = await startTestHistory({}, { erasureIntervalMs: 60_000, log });
});
afterAll(async () => {
  await history.stop();
  await proxy.goAway();
  await temporal.stop();
});

async function erase(customerId: string, on = history) {
  const path = `/v1/customers/${encodeURIComponent(customerId)}`;
  const answer = await on.request(`${path}?actor=Erik`, { method: 'DELETE', token: write });
  return { ...answer, path };
}
async function recordOrderOf(
  customerId: string,
  orderId: string,
  changes: Partial<OrderSnapshot> = {},
  on = history,
) {
  const subject = { modelId: 'M', serialNumber: 'S', slotId: 'Slot1', customerId };
  await recordOrder(
    on.database.db,
    testRecord(testSnapshot({ orderId, customerId, ...changes }), {
      events: [factEvent(placedFact({ subject }))],
    }),
  );
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await holds()); await sleep(20)) {
    if (Date.now() > end) throw new Error('it never came true');
  }
}
async function metricsOf(on: TestHistory): Promise<string> {
  return await (await fetch(`${on.url}/metrics`)).text();
}

describe('DELETE /v1/customers/{customerId}', () => {
  it('forgets the contact, pseudonymises the history and tells open workflows', async () => {
    const customerId = 'amzn1.account.ERASED';
    const device = { modelId: 'Pet/Feeder', serialNumber: 'SN 1' };
    await history.request(`/v1/customers/${customerId}/contact`, {
      method: 'PUT',
      token: write,
      body: { email: 'somebody@example.com' },
    });
    await recordOrderOf(customerId, 'open');
    await recordOrderOf(customerId, 'gone');
    await recordOrderOf(customerId, 'over', { status: 'shipped' });
    await recordOrderOf('another', 'of-another');
    await recordFacts(history.database.db, device, [
      registered('2026-01-05T10:00:00.000Z', customerId),
      subscribed('2026-01-05T11:00:00.000Z', { customerId }),
    ]);
    const [open, over, ofAnother] = ['open', 'over', 'of-another'].map(orderWorkflowId);
    const ofDevice = deviceWorkflowId(device);
    for (const id of [open, over, ofAnother, ofDevice]) await temporal.start(String(id));

    const { status, headers, body, path } = await erase(customerId);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('location')).toBe(`${path}/erasure`);
    const { pseudonym } = erasure.parse(body);
    expect(body).toEqual({
      pseudonym: expect.stringMatching(/^erased-[0-9a-f]{32}$/) as unknown,
      state: 'finished',
      requestedAt: expect.any(String) as unknown,
      finishedAt: expect.any(String) as unknown,
      liftedAt: null,
      actor: 'Erik',
      counts: { orders: 3, orderEvents: 3, devices: 1, deviceEvents: 2, quarantined: 0 },
    });
    expect(await getContact(history.database.db, customerId)).toBeNull();

    const toldOnce = [['CustomerErased', 0]];
    expect(await temporal.signalsOf(String(open))).toEqual(toldOnce);
    expect(await temporal.signalsOf(ofDevice)).toEqual(toldOnce);
    expect(await temporal.signalsOf(String(over))).toEqual([]);
    expect(await temporal.signalsOf(String(ofAnother))).toEqual([]);

    const orders = await history.request(`/v1/orders?customerId=${pseudonym}`);
    expect(z.object({ items: z.array(z.unknown()) }).parse(orders.body).items).toHaveLength(3);
    for (const shown of [
      '/v1/orders',
      '/v1/orders/open/events',
      '/v1/devices',
      '/v1/devices/Pet%2FFeeder/SN%201',
      '/v1/devices/Pet%2FFeeder/SN%201/events',
    ]) {
      const answer = await history.request(shown);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toContain(customerId);
    }
    expect(log.join('')).toContain(pseudonym);
    expect(log.join('')).not.toContain(customerId);
  });

  it('does no harm when it is asked for again, and tells the same', async () => {
    await recordOrderOf('again', 'order-again');
    await temporal.start(orderWorkflowId('order-again'));
    const first = await erase('again');
    const second = await erase('again');
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(await temporal.signalsOf(orderWorkflowId('order-again'))).toHaveLength(1);
    const { pseudonym } = erasure.parse(first.body);
    const audit = await history.database.db
      .selectFrom('erasure_actions')
      .select(['action', 'actor', 'token'])
      .where('pseudonym', '=', pseudonym)
      .orderBy('id')
      .execute();
    const by = { actor: 'Erik', token: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown };
    expect(audit).toEqual([
      { action: 'requested', ...by },
      { action: 'finished', actor: null, token: null },
      { action: 'requested-again', ...by },
    ]);
  });

  it('erases many open orders, and one whose workflow has ended', async () => {
    const ids = Array.from({ length: 130 }, (_, n) => `many-${String(n)}`);
    for (const id of ids) await recordOrderOf('many', id);
    for (const id of ids) await temporal.start(orderWorkflowId(id));
    await temporal.end(orderWorkflowId('many-0'));
    expect(await erase('many')).toMatchObject({ status: 200, body: { counts: { orders: 130 } } });
    for (const id of ids.slice(1)) {
      expect(await temporal.signalsOf(orderWorkflowId(id))).toHaveLength(1);
    }
  });

  it('erases a customer of whom nothing is known, so that nothing will be', async () => {
    const { status, body } = await erase('nobody-yet');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { state: 'finished', counts: { orders: 0, devices: 0 } },
    });
    await recordOrderOf('nobody-yet', 'late-order');
    expect(await history.request('/v1/orders/late-order')).toMatchObject({
      body: { customerId: erasure.parse(body).pseudonym },
    });
  });

  it('is lifted by a contact, and can be asked for anew', async () => {
    const { path } = await erase('back');
    await history.request(`${path}/contact`, {
      method: 'PUT',
      token: write,
      body: { email: 'back@example.com' },
    });
    expect(await history.request(`${path}/erasure`, { token: write })).toMatchObject({
      status: 200,
      body: { state: 'lifted', liftedAt: expect.any(String) as unknown },
    });
    await recordOrderOf('back', 'order-back');
    expect(await history.request('/v1/orders/order-back')).toMatchObject({
      body: { customerId: 'back' },
    });
    expect(await erase('back')).toMatchObject({
      status: 200,
      body: { state: 'finished', liftedAt: null, counts: { orders: 1 } },
    });
    expect(await getContact(history.database.db, 'back')).toBeNull();
  });

  it('does not let one that fails hold up the others', async () => {
    const other = await startTestHistory({}, { ...quick, erasureWaitMs: 1_000 });
    try {
      await recordOrderOf('refused', 'order-refused', {}, other);
      // From now on, no pseudonym can be written into an order.
      const { db } = other.database;
      await db.schema
        .createTable('allowed')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .execute();
      await db
        .withTables<{ allowed: { id: string } }>()
        .insertInto('allowed')
        .values({ id: 'refused' })
        .execute();
      await db.schema
        .alterTable('orders')
        .addForeignKeyConstraint('only_allowed', ['customer_id'], 'allowed', ['id'])
        .execute();
      const { status, path } = await erase('refused', other);
      expect(status).toBe(202);
      expect(await erase('after-refused', other)).toMatchObject({ status: 200 });
      expect(await other.request('/readyz')).toMatchObject({
        status: 200,
        body: {
          checks: {
            erasures: { ok: true, detail: 'ERASURE_FAILED: the erasure failed (23503)' },
          },
        },
      });
      await db.schema.alterTable('orders').dropConstraint('only_allowed').execute();
      await until(async () => {
        const { body } = await other.request(`${path}/erasure`, { token: write });
        return erasure.parse(body).state === 'finished';
      });
      expect(await other.request('/v1/orders/order-refused')).toMatchObject({
        body: { customerId: expect.stringMatching(/^erased-/) as unknown },
      });
    } finally {
      await other.stop();
    }
  });

  it.each(['with/slashes/../x', 'ümlaut 注 \u{1F6D2}', '100%25?&#+', '注'.repeat(255)])(
    'takes the id %j',
    async (customerId) => {
      const { status, path } = await erase(customerId);
      expect(status).toBe(200);
      expect(await history.request(`${path}/erasure`, { token: write })).toMatchObject({
        status: 200,
        body: { state: 'finished' },
      });
    },
  );

  it('is for the write token only', async () => {
    for (const [method, path] of [
      ['DELETE', '/v1/customers/c'],
      ['GET', '/v1/customers/c/erasure'],
    ] as const) {
      expect(await history.request(path, { method })).toMatchObject({
        status: 403,
        body: { code: 'HISTORY_TOKEN_READ_ONLY' },
      });
      expect((await history.request(path, { method, token: null })).status).toBe(401);
    }
    expect(await history.request('/v1/customers/c/erasure', { token: write })).toMatchObject({
      status: 404,
      body: { code: 'HISTORY_ERASURE_NOT_FOUND' },
    });
  });

  it.each(['a%00b', 'x'.repeat(256), 'c?actor=', 'c?actor=a%0Ab', 'c?by=Erik'])(
    'answers 400 to %s',
    async (end) => {
      const answer = await history.request(`/v1/customers/${end}`, {
        method: 'DELETE',
        token: write,
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    },
  );
});

describe('while Temporal is down', () => {
  beforeEach(() => proxy.goAway());
  // The others need it; it may be back already.
  afterEach(() => proxy.comeBack().catch(() => undefined));

  it('serves all else, and erases once it is back', async () => {
    const other = await startTestHistory({}, { ...quick, erasureWaitMs: 200 });
    try {
      await recordOrderOf('waits', 'order-waits-first', {}, other);
      await recordOrderOf('waits-too', 'order-waits', {}, other);
      const { status, body, path } = await erase('waits', other);
      expect({ status, body }).toMatchObject({
        status: 202,
        body: { state: 'running', finishedAt: null },
      });
      const second = await erase('waits-too', other);
      expect(second.status).toBe(202);
      const { pseudonym } = erasure.parse(second.body);
      // PostgreSQL needs no Temporal, and nobody waits there for those before.
      await until(async () => {
        const { body: order } = await other.request('/v1/orders/order-waits');
        return z.object({ customerId: z.string() }).parse(order).customerId === pseudonym;
      });
      const detailed = z.object({
        checks: z.object({
          erasures: z.object({ ok: z.boolean(), detail: z.string().nullable() }),
        }),
      });
      await until(async () => {
        const ready = await other.request('/readyz');
        expect(ready.status).toBe(200);
        const { detail } = detailed.parse(ready.body).checks.erasures;
        return detail?.startsWith('ERASURE_WAITS_FOR_TEMPORAL') ?? false;
      });
      expect(await other.request('/v1/status')).toMatchObject({
        body: { erasures: { unfinished: 2, oldestRequestedAt: expect.any(String) as unknown } },
      });
      expect(await metricsOf(other)).toMatch(/^refill_erasures_unfinished\{.*\} 2$/m);
      expect(await metricsOf(other)).toMatch(/^refill_erasure_oldest_age_seconds\{.*\} [\d.]+$/m);
      expect((await erase('waits', other)).status).toBe(202);

      await proxy.comeBack();
      await until(async () => {
        const { body: now } = await other.request(`${path}/erasure`, { token: write });
        return erasure.parse(now).state === 'finished';
      });
      await until(async () => (await erase('waits-too', other)).status === 200);
      expect(await other.request('/v1/status')).toMatchObject({
        body: { erasures: { unfinished: 0, oldestRequestedAt: null } },
      });
      expect(await metricsOf(other)).toMatch(/^refill_erasures_unfinished\{.*\} 0$/m);
      await until(async () => {
        const { body: ready } = await other.request('/readyz');
        return detailed.parse(ready).checks.erasures.detail === null;
      });
    } finally {
      await other.stop();
    }
  });

  it('is stopped without waiting, and goes on where it is started next', async () => {
    const database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    const first = await startTestHistory(env, { ...quick, erasureWaitMs: 0 });
    const order = testSnapshot({ orderId: 'resumed', customerId: 'resumed' });
    await recordOrder(database.db, testRecord(order));
    const { status, path } = await erase('resumed', first);
    expect(status).toBe(202);
    await first.stop();
    await proxy.comeBack();
    const second = await startTestHistory(env, quick);
    try {
      await until(async () => {
        const { body } = await second.request(`${path}/erasure`, { token: write });
        return erasure.parse(body).state === 'finished';
      });
    } finally {
      await second.stop();
      await database.drop();
    }
  });
});

describe('eraseAlone', () => {
  it('lets one instance at a time work, and the next one afterwards', async () => {
    const { db } = history.database;
    const inner: boolean[] = [];
    const unused = () => Promise.reject(new Error('somebody else has the lock'));
    const outer = await eraseAlone(db, async () => {
      inner.push(await eraseAlone(db, unused));
    });
    expect({ outer, inner }).toEqual({ outer: true, inner: [false] });
    await expect(eraseAlone(db, () => Promise.reject(new Error('it broke')))).rejects.toThrow(
      'it broke',
    );
    expect(await eraseAlone(db, () => Promise.resolve())).toBe(true);
  });
});
