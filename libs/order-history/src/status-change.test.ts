import { sql } from 'kysely';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { RecordOrderInput } from './order-record';
import { recordOrder } from './record-order';
import type { StatusChange } from './status-change';
import { createTestDatabase, type TestDatabase } from './test-database';
import { factEvent, placedFact, TEST_SUBJECT, testRecord, testSnapshot } from './test-order';

const HOUR = 3_600;

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** The changes of status that a record tells of. */
async function changesOf(input: RecordOrderInput): Promise<readonly StatusChange[]> {
  const changes: StatusChange[] = [];
  await recordOrder(test.db, input, (change) => changes.push(change));
  return changes;
}

/** What a life tells, record by record. */
async function tellLife(
  orderId: string,
  steps: readonly (readonly [Partial<OrderSnapshot>, readonly OrderEvent[]])[],
): Promise<readonly (readonly StatusChange[])[]> {
  const told: (readonly StatusChange[])[] = [];
  for (const [index, [snapshot, events]] of steps.entries()) {
    const input = testRecord(testSnapshot({ ...snapshot, orderId }), {
      events,
      revision: index + 1,
    });
    told.push(await changesOf(input));
  }
  return told;
}

const placed = factEvent(placedFact());
const cancellableUntil = '2026-01-06T10:00:00.000Z';
const shippedFact = (day: number): OrderFact => ({
  type: 'item-shipped',
  notificationId: `n-shipped-${String(day)}`,
  occurredAt: `2026-01-${String(day).padStart(2, '0')}T10:00:00.000Z`,
  subject: TEST_SUBJECT,
  items: [],
});
const timeout = (type: 'cancel-window-closed' | 'expired', occurredAt: string): OrderEvent => ({
  type,
  key: type,
  occurredAt,
  notificationId: null,
  data: {},
});

describe('the changes of status that recordOrder tells of', () => {
  it('last from event to event, whatever time it is when they are recorded', async () => {
    const parts = { cancellableUntil, placedAt: '2026-01-05T10:00:00.000Z' };
    const told = await tellLife('whole-life', [
      [{ status: 'requested', placedAt: null, requestedAt: '2026-01-05T08:00:00.000Z' }, []],
      [{ ...parts, status: 'placed' }, [placed]],
      [
        { ...parts, status: 'awaiting-shipment' },
        [timeout('cancel-window-closed', cancellableUntil)],
      ],
      [{ ...parts, status: 'partially-shipped' }, [factEvent(shippedFact(7))]],
      [{ ...parts, status: 'partially-shipped' }, [factEvent(shippedFact(8))]],
      [
        { ...parts, status: 'shipped', shippedAt: '2026-01-10T10:00:00.000Z' },
        [factEvent(shippedFact(10))],
      ],
    ]);
    expect(told).toEqual([
      [{ from: null, to: 'requested', secondsInFrom: null }],
      [{ from: 'requested', to: 'placed', secondsInFrom: 2 * HOUR }],
      [{ from: 'placed', to: 'awaiting-shipment', secondsInFrom: 24 * HOUR }],
      [{ from: 'awaiting-shipment', to: 'partially-shipped', secondsInFrom: 24 * HOUR }],
      [],
      [{ from: 'partially-shipped', to: 'shipped', secondsInFrom: 72 * HOUR }],
    ]);
  });

  it('leave out what an order was while nobody recorded it', async () => {
    const cancelledAt = '2026-01-09T10:00:00.000Z';
    const told = await tellLife('in-leaps', [
      [{ status: 'requested', placedAt: null, requestedAt: '2026-01-05T09:00:00.000Z' }, []],
      [{ status: 'cancelled', cancellableUntil, cancelledAt }, [placed]],
    ]);
    expect(told[1]).toEqual([{ from: 'requested', to: 'cancelled', secondsInFrom: HOUR }]);
    const late = await tellLife('long-window', [
      [{ status: 'placed', cancellableUntil }, [placed]],
      [{ status: 'cancelled', cancellableUntil, cancelledAt }, []],
    ]);
    expect(late[1]).toEqual([{ from: 'placed', to: 'cancelled', secondsInFrom: 24 * HOUR }]);
  });

  it('know when an order expired or was ended by hand', async () => {
    const waiting = { status: 'awaiting-shipment', cancellableUntil } as const;
    const ended: OrderFact = {
      type: 'order-ended',
      notificationId: 'operator:1',
      occurredAt: '2026-01-07T10:00:00.000Z',
    };
    const byHand = await tellLife('by-hand', [
      [waiting, []],
      [{ ...waiting, status: 'ended' }, [factEvent(ended)]],
    ]);
    expect(byHand[1]).toEqual([
      { from: 'awaiting-shipment', to: 'ended', secondsInFrom: 24 * HOUR },
    ]);
    const expired = await tellLife('expired', [
      [waiting, []],
      [{ ...waiting, status: 'expired' }, [timeout('expired', '2026-02-05T10:00:00.000Z')]],
    ]);
    expect(expired[1]).toEqual([
      { from: 'awaiting-shipment', to: 'expired', secondsInFrom: 30 * 24 * HOUR },
    ]);
  });

  it('have no length where it is not known, and never a negative one', async () => {
    const unknown = await tellLife('unknown', [
      [{ status: 'placed', cancellableUntil }, []],
      [{ status: 'shipped', cancellableUntil: null, shippedAt: null }, []],
    ]);
    expect(unknown[1]).toEqual([{ from: 'placed', to: 'shipped', secondsInFrom: null }]);
    const reversed = await tellLife('reversed', [
      [{ status: 'requested', placedAt: null, startedAt: '2026-01-06T10:00:00.000Z' }, []],
      [{ status: 'placed' }, [placed]],
    ]);
    expect(reversed[1]).toEqual([{ from: 'requested', to: 'placed', secondsInFrom: 0 }]);
  });

  it('are told once, however often and by how many at once it is repeated', async () => {
    const first = testRecord(testSnapshot({ orderId: 'repeated' }), { events: [placed] });
    const second = testRecord(
      testSnapshot({
        orderId: 'repeated',
        status: 'shipped',
        cancellableUntil,
        shippedAt: '2026-01-06T09:00:00.000Z',
      }),
      { revision: 2 },
    );
    const starts = await Promise.all([first, first, first].map(changesOf));
    expect(starts.flat()).toEqual([{ from: null, to: 'placed', secondsInFrom: null }]);
    const ends = await Promise.all([second, second, second].map(changesOf));
    expect(ends.flat()).toEqual([{ from: 'placed', to: 'shipped', secondsInFrom: 23 * HOUR }]);
    // An attempt that ends late changes nothing.
    expect(await changesOf(first)).toEqual([]);
  });

  it('are told although what is read afterwards fails, and not again by the next try', async () => {
    const input = testRecord(testSnapshot({ orderId: 'fails-late' }));
    const told: StatusChange[] = [];
    const record = () => recordOrder(test.db, input, (change) => told.push(change));
    await sql`alter table device_events rename to device_events_away`.execute(test.db);
    await expect(record()).rejects.toThrow();
    await sql`alter table device_events_away rename to device_events`.execute(test.db);
    await record();
    expect(told).toEqual([{ from: null, to: 'placed', secondsInFrom: null }]);
  });

  it('are not told of an order that another run has ended, or when nothing was written', async () => {
    const orderId = 'closed-elsewhere';
    await changesOf(testRecord(testSnapshot({ orderId, status: 'cancelled' })));
    const other = testRecord(testSnapshot({ orderId }), { runId: 'run-2', events: [placed] });
    expect(await changesOf(other)).toEqual([]);
    const broken: OrderEvent = { ...placed, occurredAt: 'no time' };
    const changes: StatusChange[] = [];
    const failing = testRecord(testSnapshot({ orderId: 'rolled-back' }), { events: [broken] });
    await expect(recordOrder(test.db, failing, (change) => changes.push(change))).rejects.toThrow();
    expect(changes).toEqual([]);
  });
});
