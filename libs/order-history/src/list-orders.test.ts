import { sql } from 'kysely';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { listEvents } from './list-events';
import { listOrders, type OrderPosition } from './list-orders';
import type { OrderFilter } from './order-filter';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from './test-order';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

async function record(orderId: string, changes: Partial<OrderSnapshot> = {}, revision = 1) {
  await recordOrder(test.db, testRecord(testSnapshot({ orderId, ...changes }), { revision }));
}
async function idsOf(filter: OrderFilter) {
  const page = await listOrders(test.db, { filter, limit: 100, after: null });
  return page.orders.map((order) => order.orderId);
}

it('filters by each field, and by all that are given', async () => {
  const day = (n: number) => `2026-01-0${String(n)}T00:00:00.000Z`;
  await record('a', { placedAt: day(1), customerId: 'c-2', attention: ['ship-overdue'] });
  await record('b', { placedAt: day(2), slotId: 'Slot2', status: 'shipped' });
  await record('c', {
    placedAt: day(3),
    device: { modelId: 'Filter', serialNumber: 'SN-9' },
    status: 'expired',
    attention: ['unresolved', 'contradiction'],
  });
  await record('d', { placedAt: null, requestedAt: day(4), status: 'requested' });
  expect(await idsOf({})).toEqual(['d', 'c', 'b', 'a']);
  expect(await idsOf({ customerId: 'c-2' })).toEqual(['a']);
  expect(await idsOf({ modelId: 'Filter' })).toEqual(['c']);
  expect(await idsOf({ serialNumber: 'SN-1' })).toEqual(['d', 'b', 'a']);
  expect(await idsOf({ slotId: 'Slot2' })).toEqual(['b']);
  expect(await idsOf({ statuses: ['shipped', 'expired'] })).toEqual(['c', 'b']);
  expect(await idsOf({ statuses: [] })).toEqual([]);
  expect(await idsOf({ open: true })).toEqual(['d', 'a']);
  expect(await idsOf({ open: false })).toEqual(['c', 'b']);
  expect(await idsOf({ open: true, modelId: 'PetFeeder', serialNumber: 'SN-9' })).toEqual([]);
  expect(await idsOf({ attentions: ['contradiction', 'ship-overdue'] })).toEqual(['c', 'a']);
  expect(await idsOf({ placedFrom: day(2) })).toEqual(['c', 'b']);
  expect(await idsOf({ placedTo: day(2) })).toEqual(['a']);
  expect(await idsOf({ placedFrom: '2026-01-02T01:00:00+01:00', placedTo: day(3) })).toEqual(['b']);
  expect(await idsOf({ modelId: 'PetFeeder', statuses: ['shipped', 'expired'] })).toEqual(['b']);
});

it('shows every order once while others come, change and move in time between pages', async () => {
  const sameTime = '2026-01-05T10:00:00.001Z';
  const before = Array.from({ length: 25 }, (_, n) => `old-${String(n).padStart(2, '0')}`);
  for (const orderId of before) await record(orderId, { placedAt: sameTime });
  const seen: string[] = [];
  let after: OrderPosition | null = null;
  let round = 0;
  do {
    const page = await listOrders(test.db, { filter: {}, limit: 4, after });
    seen.push(...page.orders.map((order) => order.orderId));
    after = page.next;
    round += 1;
    await record(`new-${String(round)}`, { placedAt: '2026-01-06T00:00:00.000Z' });
    // An order already shown and one still to come change what they would be sorted by.
    await record(before.at(-1) ?? '', { placedAt: '2026-01-01T00:00:00.000Z' }, round + 1);
    await record(before[0] ?? '', { placedAt: '2026-01-07T00:00:00.000Z' }, round + 1);
  } while (after !== null);
  expect(seen).toEqual([...before].reverse());
});

it('ends without an empty page when the last page is full', async () => {
  await record('a');
  await record('b');
  const page = await listOrders(test.db, { filter: {}, limit: 2, after: null });
  expect(page.orders).toHaveLength(2);
  expect(page.next).toBeNull();
});

it('asks the database once per page', async () => {
  await record('a');
  await record('b');
  let queries = 0;
  const counted = test.db.withPlugin({
    transformQuery: ({ node }) => {
      queries += 1;
      return node;
    },
    transformResult: async ({ result }) => Promise.resolve(result),
  });
  const page = await listOrders(counted, { filter: {}, limit: 1, after: null });
  expect(page.next).not.toBeNull();
  expect(queries).toBe(1);
});

it('has an index in the order of the list for each filter', async () => {
  const plans = [
    ['orders_by_time', 'true'],
    ['orders_by_customer', `customer_id = 'c'`],
    ['orders_by_model', `model_id = 'm'`],
    ['orders_by_slot', `slot_id = 's'`],
    ['orders_by_device', `serial_number = 's' and model_id = 'm'`],
    ['orders_by_status', `status in ('placed')`],
    ['orders_with_attention', `attention && '{unresolved}'::text[] and attention <> '{}'`],
  ] as const;
  for (const [index, condition] of plans) {
    await test.db.connection().execute(async (db) => {
      await sql`set enable_seqscan = off; set enable_sort = off`.execute(db);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain select * from orders where ${sql.raw(condition)}
          and (sort_at, order_id) < (now(), 'x')
        order by sort_at desc, order_id desc limit 51`.execute(db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain(index);
      expect(plan).not.toContain('Sort');
    });
  }
});

it('gives the events of an order in parts', async () => {
  const events = ['n-1', 'n-2', 'n-3'].map((notificationId) =>
    factEvent(placedFact({ notificationId })),
  );
  await recordOrder(test.db, testRecord(testSnapshot({ orderId: 'o' }), { events }));
  await record('silent');
  const first = await listEvents(test.db, { orderId: 'o', limit: 2, after: 0 });
  expect(first?.events.map((event) => event.notificationId)).toEqual(['n-1', 'n-2']);
  expect(first?.next).toBe(2);
  const second = await listEvents(test.db, { orderId: 'o', limit: 2, after: 2 });
  expect(second?.events.map((event) => event.seq)).toEqual([3]);
  expect(second?.next).toBeNull();
  const silent = await listEvents(test.db, { orderId: 'silent', limit: 2, after: 0 });
  expect(silent).toEqual({ events: [], next: null });
  expect(await listEvents(test.db, { orderId: 'nowhere', limit: 2, after: 0 })).toBeNull();
});

it('reports an event that is not what Refill writes', async () => {
  const events = [factEvent(placedFact())];
  await recordOrder(test.db, testRecord(testSnapshot({ orderId: 'o' }), { events }));
  await sql`update order_events set data = '{"fact":{"type":"order-placed"}}'`.execute(test.db);
  await expect(listEvents(test.db, { orderId: 'o', limit: 2, after: 0 })).rejects.toMatchObject({
    code: 'HISTORY_ROW_INVALID',
  });
});
