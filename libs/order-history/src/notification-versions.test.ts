import type { ItemShipped } from '@refill/order-lifecycle/order-fact';
import { devicesStillOn1, migrationEvidence, versionsByModel } from './notification-versions';
import { recordDevice } from './record-device';
import { recordLateNotification } from './record-late-notification';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { deviceRecord, registeredFact, subscribedFact } from './test-device';
import { factEvent, placedFact, TEST_SUBJECT, testRecord, testSnapshot } from './test-order';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

const at = (day: number) => `2026-01-0${String(day)}T00:00:00.000Z`;

function placed(orderId: string, version: '1.0' | '2.0' | undefined, day: number, serial = 'SN-1') {
  const subject = { ...TEST_SUBJECT, serialNumber: serial };
  const device = { modelId: subject.modelId, serialNumber: serial };
  const fact = placedFact({
    notificationId: `n-${orderId}`,
    occurredAt: at(day),
    subject,
    ...(version === undefined ? {} : { version }),
  });
  return testRecord(testSnapshot({ orderId, device }), { events: [factEvent(fact)] });
}
function shipped(version: '1.0' | '2.0', day: number): ItemShipped {
  return {
    type: 'item-shipped',
    notificationId: `n-shipped-${String(day)}`,
    occurredAt: at(day),
    subject: TEST_SUBJECT,
    items: [],
    version,
  };
}
const subscribed = (serialNumber: string, version: '1.0' | '2.0', day: number) => {
  const slots = [{ slotId: 'Slot1', subscribed: true, products: [] }];
  const fact = subscribedFact({
    notificationId: `n-${String(day)}`,
    occurredAt: at(day),
    ...(version === '1.0' ? { version, slots } : {}),
  });
  return deviceRecord([fact], { device: { modelId: 'PetFeeder', serialNumber }, revision: day });
};

it('are counted once per notification, however often it comes and in whatever order', async () => {
  const order = placed('o-1', '1.0', 5);
  await Promise.all(Array.from({ length: 6 }, () => recordOrder(test.db, order)));
  await recordOrder(test.db, placed('o-2', '1.0', 3));
  await recordOrder(test.db, placed('o-3', '2.0', 4));
  await recordOrder(test.db, placed('o-4', undefined, 6));
  const late = { orderId: 'o-1', fact: shipped('2.0', 7) };
  await recordLateNotification(test.db, late);
  await recordLateNotification(test.db, late);
  await recordLateNotification(test.db, { ...late, fact: shipped('2.0', 6) });
  // Known as late: that the run tells of it, too, makes it no other notification.
  await recordOrder(test.db, { ...order, events: [...order.events, factEvent(shipped('2.0', 7))] });
  const device = subscribed('SN-1', '1.0', 2);
  await Promise.all([recordDevice(test.db, device), recordDevice(test.db, device)]);
  await recordDevice(test.db, deviceRecord([registeredFact()], { revision: 9 }));
  expect(await versionsByModel(test.db)).toEqual([
    {
      modelId: 'PetFeeder',
      types: [
        { type: 'ItemShippedNotification', version: '2.0', count: 2, lastAt: at(7) },
        { type: 'OrderPlacedNotification', version: '1.0', count: 2, lastAt: at(5) },
        { type: 'OrderPlacedNotification', version: '2.0', count: 1, lastAt: at(4) },
        { type: 'SubscriptionChangedNotification', version: '1.0', count: 1, lastAt: at(2) },
      ],
      devicesOn1: 1,
    },
  ]);
});

function subscribedOf(index: number) {
  const fact = subscribedFact({ notificationId: `n-${String(index)}` });
  return deviceRecord([fact], { revision: index });
}

it('count without a deadlock, whatever is recorded at once', async () => {
  const serials = Array.from({ length: 12 }, (_, index) => `SN-${String(index)}`);
  const work = Array.from({ length: 40 }, (_, index) => {
    // One order with facts of many devices: more rows at once than Amazon ever causes.
    const start = index % serials.length;
    const rotated = [...serials.slice(start), ...serials.slice(0, start)];
    const events = rotated.flatMap(
      (serial) => placed(`o-${String(index)}-${serial}`, '1.0', 5, serial).events,
    );
    const order = placed(`o-${String(index)}`, '1.0', 5);
    return [
      recordOrder(test.db, { ...order, events: index % 2 === 0 ? events : events.toReversed() }),
      recordDevice(test.db, subscribedOf(index)),
    ];
  });
  await Promise.all(work.flat(2));
  expect((await versionsByModel(test.db))[0]?.types).toMatchObject([
    { type: 'OrderPlacedNotification', version: '1.0', count: 40 * serials.length },
    { type: 'SubscriptionChangedNotification', version: '2.0', count: 40 },
  ]);
});

it('tell which devices still get 1.0: by the newest of each type', async () => {
  await recordDevice(test.db, subscribed('SN-moved', '1.0', 1));
  await recordDevice(test.db, subscribed('SN-moved', '2.0', 2));
  await recordDevice(test.db, subscribed('SN-back', '2.0', 1));
  await recordDevice(test.db, subscribed('SN-back', '1.0', 2));
  await recordDevice(test.db, subscribed('SN-both', '1.0', 3));
  await recordOrder(test.db, placed('o-1', '1.0', 4, 'SN-both'));
  await recordOrder(test.db, placed('o-2', '1.0', 5, 'SN-only-orders'));
  const types = (day: number) => [{ type: 'SubscriptionChangedNotification', lastAt: at(day) }];
  const device = (serialNumber: string) => ({ modelId: 'PetFeeder', serialNumber });
  const first = await devicesStillOn1(test.db, { limit: 2, after: null });
  expect(first).toEqual({
    devices: [
      { device: device('SN-back'), types: types(2) },
      {
        device: device('SN-both'),
        types: [{ type: 'OrderPlacedNotification', lastAt: at(4) }, ...types(3)],
      },
    ],
    next: device('SN-both'),
  });
  expect(await devicesStillOn1(test.db, { limit: 2, after: first.next })).toEqual({
    devices: [
      {
        device: device('SN-only-orders'),
        types: [{ type: 'OrderPlacedNotification', lastAt: at(5) }],
      },
    ],
    next: null,
  });
  const none = await devicesStillOn1(test.db, { modelId: 'Filter', limit: 2, after: null });
  expect(none).toEqual({ devices: [], next: null });
  expect((await versionsByModel(test.db))[0]?.devicesOn1).toBe(3);
});

it('show what came in 2.0 to a model, and what was read of the newest', async () => {
  const nothing = { received: 0, lastAt: null, newest: null };
  expect(await migrationEvidence(test.db, 'PetFeeder')).toEqual([
    { type: 'OrderPlacedNotification', ...nothing },
    { type: 'ItemShippedNotification', ...nothing },
    { type: 'SubscriptionChangedNotification', ...nothing },
  ]);
  await recordOrder(test.db, placed('o-1', '2.0', 3));
  await recordOrder(test.db, placed('o-2', '2.0', 5));
  await recordOrder(test.db, placed('o-3', '1.0', 6));
  await recordLateNotification(test.db, { orderId: 'o-1', fact: shipped('2.0', 4) });
  await recordDevice(test.db, subscribed('SN-1', '2.0', 2));
  await recordDevice(test.db, subscribed('SN-2', '1.0', 3));
  expect(await migrationEvidence(test.db, 'PetFeeder')).toMatchObject([
    { received: 2, lastAt: at(5), newest: { notificationId: 'n-o-2', version: '2.0' } },
    { received: 1, lastAt: at(4), newest: shipped('2.0', 4) },
    { received: 1, lastAt: at(2), newest: { notificationId: 'n-2', version: '2.0' } },
  ]);
  expect(await migrationEvidence(test.db, 'Filter')).toMatchObject([nothing, nothing, nothing]);
});
