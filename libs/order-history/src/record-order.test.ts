import { concludeOrder } from '@refill/order-lifecycle/conclude-order';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { ItemShipped } from '@refill/order-lifecycle/order-fact';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { claimEmail, settleEmail } from './claim-email';
import { getOrder } from './get-order';
import { listEvents } from './list-events';
import { openOrdersOfDevice } from './open-orders-of-device';
import { recordDevice } from './record-device';
import { recordLateNotification } from './record-late-notification';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { deregisteredFact, deviceRecord } from './test-device';
import { factEvent, placedFact, TEST_SUBJECT, testRecord, testSnapshot } from './test-order';
import { testClaimant } from './test-claimant';

const shipped: ItemShipped = {
  type: 'item-shipped',
  notificationId: 'n-shipped',
  occurredAt: '2026-01-06T10:00:00.000Z',
  subject: TEST_SUBJECT,
  items: [],
};
const closed: OrderEvent = {
  type: 'cancel-window-closed',
  key: 'cancel-window-closed',
  occurredAt: '2026-01-06T10:00:00.000Z',
  notificationId: null,
  data: {},
};

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function eventsOf(orderId: string) {
  const page = await listEvents(test.db, { orderId, limit: 500, after: 0 });
  return page?.events ?? [];
}
async function keysOf(orderId: string) {
  return (await eventsOf(orderId)).map((event) => `${String(event.seq)} ${event.key}`);
}

describe('recordOrder', () => {
  it('gives back exactly what was recorded', async () => {
    const snapshot = testSnapshot({
      orderId: 'amzn1.dash.v2.o.all/ä',
      status: 'cancelled',
      cancellationReason: 'customer',
      requestedAt: '2026-01-05T09:59:59.001Z',
      cancellableUntil: '2026-01-06T10:00:00.000Z',
      cancelledAt: '2026-01-05T12:00:00.010Z',
      shippedAt: '2026-01-05T12:00:00.000Z',
      estimatedDelivery: '2026-01-09T00:00:00.000Z',
      deviceDeregisteredAt: '2026-01-05T11:00:00.000Z',
      attention: ['contradiction', 'item-mismatch'],
      test: true,
      startedAt: '2026-01-05T09:59:59.001Z',
      next: { kind: 'overdue', at: '2026-01-09T00:00:00.001Z' },
    });
    await recordOrder(test.db, testRecord(snapshot));
    expect(await getOrder(test.db, snapshot.orderId)).toEqual({
      ...snapshot,
      workflowId: `order:${snapshot.orderId}`,
      runId: 'run-1',
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('numbers events without gaps and records none twice', async () => {
    const snapshot = testSnapshot({ orderId: 'numbered' });
    const placed = factEvent(placedFact());
    await recordOrder(test.db, testRecord(snapshot, { events: [placed, placed] }));
    await recordOrder(test.db, testRecord(snapshot, { events: [placed, closed], revision: 2 }));
    await recordOrder(test.db, testRecord(snapshot, { events: [placed, closed], revision: 2 }));
    expect(await keysOf('numbered')).toEqual(['1 fact:n-placed', '2 cancel-window-closed']);
  });

  it('stays gapless when many write to one new order at once', async () => {
    const writes = Array.from({ length: 12 }, (_, index) => {
      const fact = placedFact({ notificationId: `n-${String(index % 6)}` });
      const events = [factEvent(fact), factEvent(placedFact())];
      return recordOrder(
        test.db,
        testRecord(testSnapshot({ orderId: 'crowded' }), { events, revision: index + 1 }),
      );
    });
    await Promise.all(writes);
    const events = await eventsOf('crowded');
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(events.map((event) => event.key)).size).toBe(7);
  });

  it('does not let an older revision of a run undo a newer one, but keeps its events', async () => {
    const orderId = 'revised';
    const newer = testSnapshot({ orderId, status: 'awaiting-shipment' });
    await recordOrder(test.db, testRecord(newer, { revision: 2, events: [closed] }));
    const older = testRecord(testSnapshot({ orderId }), { events: [factEvent(placedFact())] });
    expect(await recordOrder(test.db, older)).toMatchObject({ outcome: 'recorded' });
    expect(await getOrder(test.db, orderId)).toMatchObject({ status: 'awaiting-shipment' });
    expect(await keysOf(orderId)).toEqual(['1 cancel-window-closed', '2 fact:n-placed']);
  });

  it('lets the same revision say more, as when a killed worker’s task is done again', async () => {
    const orderId = 'done-again';
    await recordOrder(test.db, testRecord(testSnapshot({ orderId }), { revision: 3_001 }));
    const later = testSnapshot({ orderId, status: 'awaiting-shipment' });
    await recordOrder(test.db, testRecord(later, { revision: 3_001 }));
    expect(await getOrder(test.db, orderId)).toMatchObject({ status: 'awaiting-shipment' });
  });

  it('lets another run take an open order over', async () => {
    const orderId = 'taken-over';
    await recordOrder(test.db, testRecord(testSnapshot({ orderId }), { revision: 9 }));
    const snapshot = testSnapshot({ orderId, status: 'awaiting-shipment' });
    await recordOrder(test.db, testRecord(snapshot, { runId: 'run-2', revision: 1 }));
    expect(await getOrder(test.db, orderId)).toMatchObject({
      status: 'awaiting-shipment',
      runId: 'run-2',
    });
  });

  it('does not let another run reopen an order that ended: its facts come in as late', async () => {
    const orderId = 'ended';
    const placed = placedFact();
    const ended = concludeOrder(orderId, [placed], DEFAULT_ORDER_WINDOWS);
    expect(ended.status).toBe('expired');
    await recordOrder(test.db, testRecord(ended, { events: [factEvent(placed)] }));
    const again = testRecord(testSnapshot({ orderId, status: 'requested', placedAt: null }), {
      runId: 'run-2',
      events: [factEvent(shipped), factEvent(placed), closed],
    });
    expect(await recordOrder(test.db, again)).toEqual({ outcome: 'closed-elsewhere' });
    expect(await recordOrder(test.db, again)).toEqual({ outcome: 'closed-elsewhere' });
    expect(await getOrder(test.db, orderId)).toMatchObject({
      ...concludeOrder(orderId, [placed, shipped], DEFAULT_ORDER_WINDOWS),
      status: 'shipped',
      runId: 'run-1',
    });
    expect(await keysOf(orderId)).toEqual(['1 fact:n-placed', '2 late:n-shipped']);
  });

  it('settles the mail whose end a workflow tells', async () => {
    const orderId = 'mailed';
    const events: OrderEvent[] = [
      {
        type: 'email-skipped',
        key: 'email:order-placed',
        occurredAt: '2026-01-05T10:00:01.000Z',
        notificationId: null,
        data: { kind: 'order-placed', reason: 'superseded' },
      },
    ];
    await recordOrder(test.db, testRecord(testSnapshot({ orderId }), { events }));
    const row = await test.db
      .selectFrom('emails')
      .select(['kind', 'outcome', 'detail', 'message_id'])
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    expect(row).toEqual({
      kind: 'order-placed',
      outcome: 'skipped',
      detail: 'superseded',
      message_id: null,
    });
  });

  it('keeps the place in lists that the order first had', async () => {
    const orderId = 'placed-later';
    const requestedAt = '2026-01-01T00:00:00.000Z';
    const start = { orderId, requestedAt, startedAt: requestedAt };
    const requested = testSnapshot({ ...start, status: 'requested', placedAt: null });
    await recordOrder(test.db, testRecord(requested));
    await recordOrder(test.db, testRecord(testSnapshot(start), { revision: 2 }));
    const row = await test.db
      .selectFrom('orders')
      .select(['sort_at', 'placed_at'])
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    expect(row).toEqual({ sort_at: requestedAt, placed_at: '2026-01-05T10:00:00.000Z' });
  });
});

describe('an order and its device', () => {
  const device = { modelId: 'PetFeeder', serialNumber: 'SN-meeting' };

  async function deregister(notificationId: string, occurredAt: string) {
    const fact = deregisteredFact({ notificationId, occurredAt });
    await recordDevice(test.db, deviceRecord([fact], { device }));
    return openOrdersOfDevice(test.db, device, occurredAt, { after: null, limit: 1_000 });
  }

  it('tells a new order of the deregistrations since it began, and of no earlier one', async () => {
    await deregister('d-before', '2026-01-05T09:59:59.999Z');
    await deregister('d-same', '2026-01-05T10:00:00.000Z');
    await deregister('d-after', '2026-01-05T10:00:01.000Z');
    const result = await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId: 'seen', device, status: 'shipped' })),
    );
    expect(result).toEqual({
      outcome: 'recorded',
      claims: [],
      contact: null,
      deregistrations: [
        {
          type: 'device-deregistered',
          notificationId: 'd-same',
          occurredAt: '2026-01-05T10:00:00.000Z',
        },
        {
          type: 'device-deregistered',
          notificationId: 'd-after',
          occurredAt: '2026-01-05T10:00:01.000Z',
        },
      ],
      unsettledEmails: [],
    });
  });

  it('tells an order that has ended of mails that were claimed and never settled', async () => {
    const orderId = 'claimed';
    const open = testSnapshot({ orderId, device });
    await recordOrder(test.db, testRecord(open));
    const claim = async (kind: 'order-placed' | 'order-cancelled'): Promise<void> => {
      await claimEmail(test.db, {
        orderId,
        kind,
        messageId: `<${kind}@example.com>`,
        claimant: testClaimant(),
      });
    };
    await claim('order-placed');
    await claim('order-cancelled');
    await settleEmail(test.db, {
      orderId,
      kind: 'order-placed',
      outcome: { outcome: 'sent', messageId: '<order-placed@example.com>' },
      occurredAt: '2026-01-05T10:00:02.000Z',
    });
    expect(await recordOrder(test.db, testRecord(open))).toMatchObject({ unsettledEmails: [] });
    const ended = testRecord({ ...open, status: 'shipped' });
    expect(await recordOrder(test.db, ended)).toMatchObject({
      unsettledEmails: ['order-cancelled'],
    });
  });

  it('never lets an order and a deregistration miss each other', async () => {
    const rounds = Array.from({ length: 200 }, async (_, index) => {
      const orderId = `meeting-${String(index)}`;
      const notificationId = `d-${String(index)}`;
      const [order, open] = await Promise.all([
        recordOrder(test.db, testRecord(testSnapshot({ orderId, device }))),
        deregister(notificationId, '2026-01-05T11:00:00.000Z'),
      ]);
      const orderSawIt =
        order.outcome === 'recorded' &&
        order.deregistrations.some((fact) => fact.notificationId === notificationId);
      return orderSawIt || open.some((found) => found.orderId === orderId);
    });
    expect(await Promise.all(rounds)).toEqual(rounds.map(() => true));
  });

  it('names the open orders that had begun', async () => {
    const other = { modelId: 'PetFeeder', serialNumber: 'SN-open' };
    const at = (orderId: string, changes: object) =>
      recordOrder(
        test.db,
        testRecord(testSnapshot({ orderId, device: other, ...changes }), {
          runId: `run-${orderId}`,
        }),
      );
    await at('open', {});
    await at('ended-before', { status: 'shipped', shippedAt: '2026-01-05T10:00:00.000Z' });
    await at('later', { startedAt: '2026-01-05T10:00:00.001Z' });
    const open = (after: string | null, limit: number) =>
      openOrdersOfDevice(test.db, other, '2026-01-05T10:00:00.000Z', { after, limit });
    expect(await open(null, 10)).toEqual([
      { orderId: 'open', workflowId: 'order:open', runId: 'run-open' },
    ]);
    await at('also-open', {});
    await at('zuletzt', { status: 'partially-shipped' });
    const first = await open(null, 2);
    expect(first.map(({ orderId }) => orderId)).toEqual(['also-open', 'open']);
    const second = await open('open', 2);
    expect(second.map(({ orderId }) => orderId)).toEqual(['zuletzt']);
    expect(await open('zuletzt', 2)).toEqual([]);
  });

  it('names orders that were open then and whose end was told sooner', async () => {
    const overtaken = { modelId: 'PetFeeder', serialNumber: 'SN-overtaken' };
    const end = '2026-01-05T10:00:00.001Z';
    const ends = [
      { orderId: 'a-shipped', status: 'shipped', shippedAt: end },
      { orderId: 'b-cancelled', status: 'cancelled', cancelledAt: end },
      { orderId: 'c-expired', status: 'expired' },
    ] as const;
    for (const order of ends) {
      await recordOrder(test.db, testRecord(testSnapshot({ ...order, device: overtaken })));
    }
    const page = { after: null, limit: 10 };
    const found = await openOrdersOfDevice(test.db, overtaken, '2026-01-05T10:00:00.000Z', page);
    expect(found.map(({ orderId }) => orderId)).toEqual(['a-shipped', 'b-cancelled']);
  });
});

describe('recordLateNotification', () => {
  it('adds the fact and folds the order again from all facts', async () => {
    const orderId = 'late';
    const placed = placedFact();
    const cancelled = {
      ...shipped,
      type: 'order-cancelled' as const,
      notificationId: 'n-cancelled',
    };
    const before = concludeOrder(orderId, [placed, shipped], DEFAULT_ORDER_WINDOWS);
    const events = [factEvent(placed), factEvent(shipped)];
    await recordOrder(test.db, testRecord(before, { events }));
    const fact = {
      type: cancelled.type,
      notificationId: cancelled.notificationId,
      occurredAt: '2026-01-07T10:00:00.000Z',
      subject: TEST_SUBJECT,
    };
    expect(await recordLateNotification(test.db, { orderId, fact })).toBe('recorded');
    expect(await recordLateNotification(test.db, { orderId, fact })).toBe('known');
    expect(await recordLateNotification(test.db, { orderId, fact: placed })).toBe('known');
    expect(await getOrder(test.db, orderId)).toMatchObject({
      status: 'cancelled',
      attention: ['contradiction'],
      cancelledAt: '2026-01-07T10:00:00.000Z',
    });
    expect((await eventsOf(orderId)).at(-1)).toMatchObject({
      seq: 3,
      type: 'late-notification',
      key: 'late:n-cancelled',
      notificationId: 'n-cancelled',
      data: { fact },
    });

    // The activity of the closed run may be tried once more: it knows less than the history.
    const retry = testRecord(before, { events: [...events, closed], revision: 2 });
    expect(await recordOrder(test.db, retry)).toMatchObject({ outcome: 'recorded' });
    expect(await getOrder(test.db, orderId)).toMatchObject({ status: 'cancelled' });
    expect((await keysOf(orderId)).at(-1)).toBe('4 cancel-window-closed');
  });

  it('records a notification once when it is delivered many times at once', async () => {
    const orderId = 'late-crowd';
    await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'expired' }), {
        events: [factEvent(placedFact())],
      }),
    );
    const results = await Promise.all(
      Array.from({ length: 8 }, () => recordLateNotification(test.db, { orderId, fact: shipped })),
    );
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(await keysOf(orderId)).toEqual(['1 fact:n-placed', '2 late:n-shipped']);
  });

  it('says so when the history does not hold the order', async () => {
    const late = { orderId: 'nowhere', fact: shipped };
    expect(await recordLateNotification(test.db, late)).toBe('unknown-order');
  });

  it('refuses to guess when stored facts are not what Refill writes', async () => {
    const orderId = 'damaged';
    await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'expired' }), {
        events: [factEvent(placedFact())],
      }),
    );
    await test.db
      .updateTable('orders')
      .set({ windows: '{"cancelWindowMs":"secret"}' })
      .where('order_id', '=', orderId)
      .execute();
    const failure = recordLateNotification(test.db, { orderId, fact: shipped });
    await expect(failure).rejects.toMatchObject({
      code: 'HISTORY_ROW_INVALID',
      message: expect.not.stringContaining('secret'),
    });
    expect(await keysOf(orderId)).toEqual(['1 fact:n-placed']);
  });
});
