import { randomUUID } from 'node:crypto';
import { deferNotification } from '@refill/order-history/deferred';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import type { BackgroundLoop } from './background-loop';
import { type DeferredDeliveryOptions, startDeferredDelivery } from './deferred-delivery';
import { type BacklogRig, createBacklogRig } from './test-support/backlog-rig';
import { eventually } from './test-support/eventually';
import { deferredIn, quarantinedIn } from './test-support/stored-rows';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

let temporal: TestTemporal;
let rig: BacklogRig;
let loops: BackgroundLoop[] = [];
beforeAll(async () => {
  temporal = await startTestTemporal();
  const { connection } = temporal.env;
  await ensureSearchAttributes(connection, temporal.env.client.options.namespace);
});
afterAll(async () => {
  await temporal.stop();
}, 30_000);
beforeEach(async () => {
  rig = await createBacklogRig(temporal);
});
afterEach(async () => {
  await Promise.all(loops.map(async (loop) => await loop.stop()));
  loops = [];
  await rig.remove();
});

const deliver = (options: Partial<DeferredDeliveryOptions> = {}): void => {
  loops.push(startDeferredDelivery(rig.context, { intervalMs: 20, maxBackoffMs: 50, ...options }));
};
const namesOf = async (orderId: string): Promise<readonly string[]> =>
  (await temporal.signalsOf(orderId)).map(({ name }) => name);
const TYPES = ['ItemShippedNotification', 'OrderPlacedNotification', 'OrderCancelledNotification'];
const NAMES = ['ItemShipped', 'OrderPlaced', 'OrderCancelled'];

describe('delivery of deferred messages', () => {
  it('takes orders side by side, and the messages of each in the order of arrival', async () => {
    // More than one page, so that orders span pages.
    const orders = Array.from({ length: 30 }, () => randomUUID());
    for (const type of TYPES) for (const order of orders) await rig.defer(order, type);
    deliver();
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(0));
    for (const order of orders) expect(await namesOf(order)).toEqual(NAMES);
    expect(rig.together.orders).toBeGreaterThan(1);
    expect(rig.together.ofOneOrder).toBe(1);
  });

  it('lets the rest of an order wait when one of it fails, and no other order', async () => {
    const [stuck, free] = [randomUUID(), randomUUID()];
    rig.failing.add(`order:${stuck}`);
    for (const type of TYPES) for (const order of [stuck, free]) await rig.defer(order, type);
    deliver();
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(3));
    expect(await namesOf(free)).toEqual(NAMES);
    expect(await namesOf(stuck)).toEqual([]);
    rig.failing.clear();
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(0));
    expect(await namesOf(stuck)).toEqual(NAMES);
  });

  it('puts what fails again and again into quarantine, as it came, once others go through', async () => {
    const stuck = randomUUID();
    rig.failing.add(`order:${stuck}`);
    await rig.defer(stuck);
    deliver({ maxFailures: 3, countEveryMs: 0 });
    // While Temporal takes nothing else, the fault may be its own.
    await eventually(async () => {
      await Promise.resolve();
      expect(rig.asked.length).toBeGreaterThan(5);
    });
    expect(await deferredIn(rig.database)).toMatchObject([{ failures: 0 }]);

    await eventually(async () => {
      await rig.defer(randomUUID());
      expect(await quarantinedIn(rig.database)).toHaveLength(1);
    }, 30_000);
    expect(await quarantinedIn(rig.database)).toMatchObject([
      {
        message_id: 'message-1',
        reason_code: 'DEFERRED_UNDELIVERABLE',
        detail: expect.stringContaining('TEMPORAL_UNAVAILABLE'),
        body: expect.stringMatching(/^envelope of /),
        untrusted: false,
      },
    ]);
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(0));
  });

  it('is not held up for good by one message that always fails', async () => {
    const [stuck, first, second] = [randomUUID(), randomUUID(), randomUUID()];
    rig.failing.add(`order:${stuck}`).add(`order:${first}`).add(`order:${second}`);
    for (const order of [stuck, first, second]) await rig.defer(order);
    deliver();
    await eventually(async () => {
      await Promise.resolve();
      expect(rig.context.temporal.isOpen()).toBe(true);
    });
    rig.failing.delete(`order:${first}`);
    rig.failing.delete(`order:${second}`);
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(1));
    expect(await namesOf(first)).toEqual(['OrderPlaced']);
    expect(await namesOf(second)).toEqual(['OrderPlaced']);
  });

  it('is done by one instance at a time', async () => {
    const orders = Array.from({ length: 40 }, () => randomUUID());
    for (const order of orders) await rig.defer(order);
    deliver();
    deliver();
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(0));
    expect([...rig.asked].sort()).toEqual(orders.map((order) => `order:${order}`).sort());
  });

  it('goes on with the others when one cannot be read', async () => {
    const order = randomUUID();
    await deferNotification(rig.database.db, {
      messageId: 'unreadable',
      kind: 'notification',
      payload: { message: 7 },
      receivedAt: '2026-01-01T00:00:00.000Z',
      orderKey: 'order:unreadable',
    });
    await rig.defer(order);
    deliver();
    await eventually(async () => expect(await deferredIn(rig.database)).toHaveLength(0));
    expect(await namesOf(order)).toEqual(['OrderPlaced']);
    expect(await quarantinedIn(rig.database)).toMatchObject([
      { reason_code: 'DEFERRED_UNREADABLE', body: '{"message":7}' },
    ]);
  });
});
