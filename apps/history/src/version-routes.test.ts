import { z } from 'zod';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { recordOrder } from '@refill/order-history/record-order';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import type { ItemShipped, OrderFact, OrderPlaced } from '@refill/order-lifecycle/order-fact';
import { startTestHistory, type TestHistory } from './test-history';
import { recordFacts, registered, subscribed } from './test-support/record-facts';

const TEST_MODEL = 'TestNotifV2ForVendors';
const devicesOn1 = z.object({
  items: z.array(
    z.object({ device: z.object({ modelId: z.string(), serialNumber: z.string() }) }).loose(),
  ),
  nextCursor: z.string().nullable(),
});

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory();
});
afterAll(() => history.stop());
beforeEach(async () => {
  const { db } = history.database;
  for (const table of ['order_events', 'orders', 'device_events', 'devices'] as const) {
    await db.deleteFrom(table).execute();
  }
  await db.deleteFrom('notification_versions').execute();
});

const at = (minute: number) =>
  new Date(Date.parse('2026-01-05T10:00:00.000Z') + minute * 60_000).toISOString();

/** Records facts about orders of a device, each of an order of its own. */
async function recordOrderFacts(device: DeviceIdentity, facts: readonly OrderFact[]) {
  for (const fact of facts) {
    const orderId = `${device.modelId}/${device.serialNumber}/${fact.notificationId}`;
    await recordOrder(
      history.database.db,
      testRecord(testSnapshot({ orderId, device }), { events: [factEvent(fact)] }),
    );
  }
}
function placed(device: DeviceIdentity, changes: Partial<OrderPlaced>): OrderPlaced {
  return placedFact({
    subject: { ...device, slotId: 'Slot1', customerId: 'customer-1' },
    ...changes,
  });
}
function shipped(device: DeviceIdentity, changes: Partial<ItemShipped>): ItemShipped {
  return { ...placed(device, {}), type: 'item-shipped', notificationId: 'n-shipped', ...changes };
}

describe('GET /v1/versions', () => {
  it('says nothing while nothing has come', async () => {
    expect(await history.request('/v1/versions')).toMatchObject({
      status: 200,
      body: { models: [] },
    });
  });

  it('counts by model, type and version', async () => {
    const a = { modelId: 'PetFeeder', serialNumber: 'A' };
    const b = { modelId: 'PetFeeder', serialNumber: 'B' };
    await recordOrderFacts(a, [
      placed(a, { notificationId: 'n-1', version: '1.0', occurredAt: at(1) }),
      placed(a, { notificationId: 'n-2', version: '2.0', occurredAt: at(2) }),
      placed(a, { notificationId: 'n-3', occurredAt: at(3) }),
      shipped(a, { version: '2.0', occurredAt: at(4) }),
    ]);
    await recordFacts(history.database.db, b, [
      registered(at(0)),
      subscribed(at(5), { version: '1.0' }),
    ]);
    await recordFacts(history.database.db, { ...a, modelId: 'Printer' }, [subscribed(at(6))]);
    const { status, body } = await history.request('/v1/versions');
    expect(status).toBe(200);
    const [itemShipped, orderPlaced, subscriptionChanged] = [
      'ItemShippedNotification',
      'OrderPlacedNotification',
      'SubscriptionChangedNotification',
    ];
    expect(body).toEqual({
      models: [
        {
          modelId: 'PetFeeder',
          notifications: [
            { type: itemShipped, version: '2.0', count: 1, lastAt: at(4) },
            { type: orderPlaced, version: '1.0', count: 1, lastAt: at(1) },
            { type: orderPlaced, version: '2.0', count: 1, lastAt: at(2) },
            { type: subscriptionChanged, version: '1.0', count: 1, lastAt: at(5) },
          ],
          devicesOn1: 1,
        },
        {
          modelId: 'Printer',
          notifications: [{ type: subscriptionChanged, version: '2.0', count: 1, lastAt: at(6) }],
          devicesOn1: 0,
        },
      ],
    });
  });
});

describe('GET /v1/versions/devices', () => {
  it('lists who still gets 1.0, by model and serial, page by page', async () => {
    const { db } = history.database;
    const odd = 'ümlaut/注 %2F';
    const on1 = [
      ['A', '1'],
      ['A', '2'],
      ['B', odd],
    ] as const;
    for (const [modelId, serialNumber] of on1) {
      await recordFacts(db, { modelId, serialNumber }, [subscribed(at(1), { version: '1.0' })]);
    }
    await recordFacts(db, { modelId: 'A', serialNumber: '3' }, [
      subscribed(at(1), { version: '1.0' }),
      subscribed(at(2), { notificationId: 'n-later', version: '2.0' }),
    ]);
    const { status, body } = await history.request('/v1/versions/devices?limit=2');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: ['1', '2'].map((serialNumber) => ({
        device: { modelId: 'A', serialNumber },
        notifications: [{ type: 'SubscriptionChangedNotification', lastAt: at(1) }],
      })),
      nextCursor: expect.any(String) as unknown,
    });
    const { nextCursor } = devicesOn1.parse(body);
    const rest = await history.request(`/v1/versions/devices?limit=2&cursor=${String(nextCursor)}`);
    expect(rest.body).toMatchObject({
      items: [{ device: { modelId: 'B', serialNumber: odd } }],
      nextCursor: null,
    });
    const ofB = await history.request('/v1/versions/devices?modelId=B');
    expect(devicesOn1.parse(ofB.body).items).toHaveLength(1);
    const ofNone = await history.request('/v1/versions/devices?modelId=C');
    expect(ofNone.body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=501', 'model=A', 'modelId=', 'cursor=nonsense'])(
    'answers 400 to %s',
    async (query) => {
      expect((await history.request(`/v1/versions/devices?${query}`)).status).toBe(400);
    },
  );
});

describe('GET /v1/versions/migration', () => {
  const device = { modelId: TEST_MODEL, serialNumber: 'T-1' };
  const items = [{ asin: 'B01', quantity: 1, unit: 'count', estimatedDelivery: at(99) }];

  it('says what to do first', async () => {
    const { status, body } = await history.request('/v1/versions/migration');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model: TEST_MODEL,
      ready: false,
      checks: [
        { type: 'OrderPlacedNotification', received: 0, readCompletely: false, lastAt: null },
        { type: 'ItemShippedNotification', received: 0, readCompletely: false, lastAt: null },
        { type: 'SubscriptionChangedNotification', received: 0, readCompletely: false },
      ],
      nextSteps: expect.arrayContaining([
        expect.stringContaining('arn:aws:sns:us-east-1:300797413096:TestNotifV2ForVendors'),
      ]) as unknown,
      forumPost: { subject: 'Upgrade SNS Notifications to v2.0' },
    });
  });

  it('goes by the newest 2.0 of each type, and drafts the post', async () => {
    const { db } = history.database;
    await recordFacts(db, { modelId: 'PetFeeder', serialNumber: 'A' }, [
      subscribed(at(1), { version: '1.0' }),
    ]);
    await recordFacts(db, { modelId: 'Printer', serialNumber: 'A' }, [subscribed(at(1))]);
    // Of the test model itself, and before it was upgraded.
    await recordFacts(db, device, [
      registered(at(0)),
      subscribed(at(1), { notificationId: 'n-old', version: '1.0' }),
      subscribed(at(2), { notificationId: 'n-new' }),
    ]);
    await recordOrderFacts(device, [
      placed(device, { notificationId: 'n-1', occurredAt: at(3), version: '2.0', items: [] }),
      placed(device, { notificationId: 'n-2', occurredAt: at(4), version: '2.0', items }),
      shipped(device, {
        occurredAt: at(5),
        version: '2.0',
        items: [{ asin: 'B01', quantity: null, unit: 'count', estimatedDelivery: null }],
      }),
    ]);
    const before = await history.request('/v1/versions/migration');
    const delivery = 'orderInfo.productInfo[0].estimatedDeliveryDate';
    expect(before.body).toMatchObject({
      ready: false,
      checks: [
        { received: 2, readCompletely: true, lastAt: at(4), missing: [] },
        { received: 1, readCompletely: false, lastAt: at(5), missing: [delivery] },
        { received: 1, readCompletely: true, lastAt: at(2), missing: [] },
      ],
      nextSteps: [expect.stringContaining(delivery), expect.stringContaining('Ask for this again')],
    });

    await recordOrderFacts(device, [
      shipped(device, { notificationId: 'n-6', occurredAt: at(6), version: '2.0', items }),
    ]);
    const { body } = await history.request('/v1/versions/migration');
    expect(body).toMatchObject({
      ready: true,
      checks: [{ readCompletely: true }, { received: 2, readCompletely: true }, {}],
    });
    const { forumPost } = z.object({ forumPost: z.object({ body: z.string() }) }).parse(body);
    expect(forumPost.body).toContain(
      'Which device models will use the new notifications?\n- PetFeeder\n\n',
    );
    expect(forumPost.body).toContain(`- ItemShippedNotification, the last one sent at ${at(6)}`);
  });
});
