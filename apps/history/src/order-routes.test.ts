import { z } from 'zod';
import { recordOrder } from '@refill/order-history/record-order';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import { recordLateNotification } from '@refill/order-history/record-late-notification';
import { settleEmail } from '@refill/order-history/claim-email';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { startTestHistory, type TestHistory } from './test-history';

const page = z.object({
  items: z.array(z.object({ orderId: z.string() }).loose()),
  nextCursor: z.string().nullable(),
});

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory({
    TEMPORAL_UI_URL: 'http://localhost:8233/',
    TEMPORAL_NAMESPACE: 'my refill',
  });
});
afterAll(() => history.stop());
beforeEach(async () => {
  await history.database.db.deleteFrom('emails').execute();
  await history.database.db.deleteFrom('order_events').execute();
  await history.database.db.deleteFrom('orders').execute();
});

async function record(orderId: string, changes: Partial<OrderSnapshot> = {}) {
  await recordOrder(history.database.db, testRecord(testSnapshot({ orderId, ...changes })));
}
async function idsAt(query: string): Promise<readonly string[]> {
  const { status, body } = await history.request(`/v1/orders?${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return page.parse(body).items.map((order) => order.orderId);
}

describe('GET /v1/orders/{orderId}', () => {
  it('gives an order exactly as the contract has it', async () => {
    const orderId = 'amzn1.dash.v2.o.abc';
    await record(orderId, {
      items: [
        {
          asin: 'B01',
          quantity: 0.5,
          unit: 'pounds',
          estimatedDelivery: '2026-01-08T00:00:00Z',
          shipped: false,
        },
      ],
      attention: ['ship-overdue'],
    });
    const { status, body } = await history.request(`/v1/orders/${orderId}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      orderId,
      status: 'placed',
      cancellationReason: null,
      device: { modelId: 'PetFeeder', serialNumber: 'SN-1' },
      slotId: 'Slot1',
      customerId: 'customer-1',
      items: [
        {
          asin: 'B01',
          quantity: 0.5,
          unit: 'pounds',
          estimatedDelivery: '2026-01-08T00:00:00.000Z',
          shipped: false,
        },
      ],
      requestedAt: null,
      placedAt: '2026-01-05T10:00:00.000Z',
      cancellableUntil: null,
      cancelledAt: null,
      shippedAt: null,
      estimatedDelivery: null,
      deviceDeregisteredAt: null,
      attention: ['ship-overdue'],
      test: false,
      next: null,
      workflow: {
        workflowId: `order:${orderId}`,
        runId: 'run-1',
        url: `http://localhost:8233/namespaces/my%20refill/workflows/order%3A${orderId}/run-1`,
      },
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it.each([
    'amzn1.dash.v1.o.A-B_c.d',
    'with/slashes/../events',
    'ümlaut 注文 \u{1F6D2}',
    '100%25?&#+',
    'x'.repeat(255),
    '注'.repeat(255),
  ])('finds the id %j', async (orderId) => {
    await record(orderId);
    const path = `/v1/orders/${encodeURIComponent(orderId)}`;
    expect(await history.request(path)).toMatchObject({ status: 200, body: { orderId } });
    expect(await history.request(`${path}/events`)).toMatchObject({
      status: 200,
      body: { items: [], nextCursor: null },
    });
  });

  it('answers 404 for an order that the history does not hold', async () => {
    for (const path of ['/v1/orders/nowhere', '/v1/orders/nowhere/events']) {
      const { status, headers, body } = await history.request(path);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(body).toMatchObject({ status: 404, code: 'HISTORY_ORDER_NOT_FOUND' });
    }
  });

  it('answers 400 for an id that cannot be one', async () => {
    for (const id of ['a%00b', 'x'.repeat(256)]) {
      expect(await history.request(`/v1/orders/${id}`)).toMatchObject({
        status: 400,
        body: { code: 'REQUEST_INVALID' },
      });
    }
    expect(await history.request('/v1/orders/%E0%A4%A')).toMatchObject({ status: 400 });
  });
});

describe('GET /v1/orders', () => {
  it('filters by each field', async () => {
    const day = (n: number) => `2026-01-0${String(n)}T00:00:00.000Z`;
    await record('a', { placedAt: day(1), customerId: 'c/2', attention: ['ship-overdue'] });
    await record('b', { placedAt: day(2), slotId: 'Slot 2', status: 'shipped' });
    await record('c', {
      placedAt: day(3),
      device: { modelId: 'Filter', serialNumber: 'SN-9' },
      status: 'expired',
      attention: ['unresolved', 'contradiction'],
    });
    await record('d', { placedAt: null, requestedAt: day(4), status: 'requested' });
    expect(await idsAt('')).toEqual(['d', 'c', 'b', 'a']);
    expect(await idsAt('customerId=c%2F2')).toEqual(['a']);
    expect(await idsAt('modelId=Filter')).toEqual(['c']);
    expect(await idsAt('serialNumber=SN-9&modelId=Filter')).toEqual(['c']);
    expect(await idsAt('slotId=Slot%202')).toEqual(['b']);
    expect(await idsAt('status=shipped')).toEqual(['b']);
    expect(await idsAt('status=shipped&status=requested')).toEqual(['d', 'b']);
    expect(await idsAt('attention=contradiction')).toEqual(['c']);
    expect(await idsAt('attention=contradiction&attention=ship-overdue')).toEqual(['c', 'a']);
    expect(await idsAt(`placedFrom=${day(2)}&placedTo=${day(3)}`)).toEqual(['b']);
    expect(await idsAt('placedFrom=2026-01-03T05:00:00%2B05:00')).toEqual(['c']);
    // Offsets that PostgreSQL itself would refuse.
    expect(await idsAt('placedFrom=2026-01-02T23:59:00%2B23:59')).toEqual(['c', 'b']);
    expect(await idsAt('customerId=nobody')).toEqual([]);
  });

  it('shows every order once while new ones come in', async () => {
    const ids = Array.from({ length: 12 }, (_, n) => `o-${String(n).padStart(2, '0')}`);
    for (const orderId of ids) await record(orderId);
    const seen: string[] = [];
    let cursor: string | null = '';
    let round = 0;
    while (cursor !== null) {
      const { body } = await history.request(
        `/v1/orders?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      const { items, nextCursor } = page.parse(body);
      seen.push(...items.map((order) => order.orderId));
      expect(nextCursor ?? '').toMatch(/^[A-Za-z0-9_-]*$/);
      cursor = nextCursor;
      round += 1;
      await record(`new-${String(round)}`, { placedAt: '2026-02-01T00:00:00.000Z' });
    }
    expect(round).toBe(3);
    expect(seen).toEqual([...ids].reverse());
  });

  it('gives 50 orders unless asked otherwise, 200 at most', async () => {
    for (let n = 0; n < 51; n += 1) await record(`o-${String(n)}`);
    expect(await idsAt('')).toHaveLength(50);
    expect(await idsAt('limit=200')).toHaveLength(51);
    expect(await idsAt('limit=1')).toHaveLength(1);
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=many', '/limit'],
    ['limit=1.5', '/limit'],
    ['status=lost', '/status'],
    ['status=placed&status=lost', '/status'],
    ['attention=none', '/attention'],
    ['placedFrom=yesterday', '/placedFrom'],
    ['placedFrom=2026-01-05', '/placedFrom'],
    ['placedTo=0000-01-01T00:00:00Z', '/placedTo'],
    ['placedTo=9999-12-31T23:59:59-10:00', '/placedTo'],
    ['customerId=', '/customerId'],
    ['customerId=a%00b', '/customerId'],
    ['customerID=c', '/'],
  ])('answers 400 to ?%s', async (query, at) => {
    const { status, headers, body } = await history.request(`/v1/orders?${query}`);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:refill:problem:REQUEST_INVALID',
      code: 'REQUEST_INVALID',
      errors: [{ path: expect.stringContaining(at) }],
    });
  });

  it.each([
    ['nonsense', 'garbage'],
    ['bytes', '____'],
    ['another list', Buffer.from('["e1",1]').toString('base64url')],
    ['a wrong time', Buffer.from('["o1","0000-01-01T00:00:00.000Z","x"]').toString('base64url')],
    ['a NUL', Buffer.from('["o1","2026-01-01T00:00:00.000Z","\\u0000"]').toString('base64url')],
  ])('answers 400 to a cursor of %s', async (_, cursor) => {
    expect(await history.request(`/v1/orders?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'HISTORY_CURSOR_INVALID' },
    });
  });
});

describe('GET /v1/orders/{orderId}/events', () => {
  it('tells what happened, in parts, with nothing but ids in it', async () => {
    const { db } = history.database;
    const orderId = 'told';
    const placed = placedFact();
    const late = placedFact({ notificationId: 'n-late', occurredAt: '2026-01-05T10:00:05.000Z' });
    await recordOrder(db, testRecord(testSnapshot({ orderId }), { events: [factEvent(placed)] }));
    await settleEmail(db, {
      orderId,
      kind: 'order-placed',
      outcome: { outcome: 'skipped', reason: 'no-contact' },
      occurredAt: '2026-01-05T10:00:01.000Z',
    });
    await recordLateNotification(db, { orderId, fact: late });
    const recordedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const path = `/v1/orders/${orderId}/events`;
    const first = await history.request(`${path}?limit=2`);
    expect(first.body).toEqual({
      items: [
        {
          seq: 1,
          type: 'order-placed',
          occurredAt: placed.occurredAt,
          recordedAt,
          notificationId: 'n-placed',
          data: { fact: placed },
        },
        {
          seq: 2,
          type: 'email-skipped',
          occurredAt: '2026-01-05T10:00:01.000Z',
          recordedAt,
          notificationId: null,
          data: { kind: 'order-placed', reason: 'no-contact' },
        },
      ],
      nextCursor: expect.any(String),
    });
    const { nextCursor } = z.object({ nextCursor: z.string() }).parse(first.body);
    expect((await history.request(`${path}?cursor=${nextCursor}`)).body).toMatchObject({
      items: [{ seq: 3, type: 'late-notification', notificationId: 'n-late' }],
      nextCursor: null,
    });
    expect(await history.request(`${path}?cursor=garbage`)).toMatchObject({
      status: 400,
      body: { code: 'HISTORY_CURSOR_INVALID' },
    });
  });
});

it('has no link to a workflow where no Temporal UI is configured', async () => {
  const plain = await startTestHistory();
  try {
    await recordOrder(plain.database.db, testRecord(testSnapshot({ orderId: 'o' })));
    expect((await plain.request('/v1/orders/o')).body).toMatchObject({
      workflow: { workflowId: 'order:o', runId: 'run-1', url: null },
    });
  } finally {
    await plain.stop();
  }
});
