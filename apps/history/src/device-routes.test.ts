import { z } from 'zod';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { recordOrder } from '@refill/order-history/record-order';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { startTestHistory, type TestHistory } from './test-history';
import { recordFacts, registered, subscribed } from './test-support/record-facts';

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });
const devicesPage = z.object({
  items: z.array(z.object({ device: z.object({ serialNumber: z.string() }) })),
  nextCursor: z.string().nullable(),
});
const anyTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory({
    TEMPORAL_UI_URL: 'http://localhost:8233/',
    TEMPORAL_NAMESPACE: 'my refill',
  });
});
afterAll(() => history.stop());
beforeEach(async () => {
  for (const table of ['order_events', 'orders', 'device_events', 'devices'] as const) {
    await history.database.db.deleteFrom(table).execute();
  }
});

function pathOf({ modelId, serialNumber }: DeviceIdentity): string {
  return `/v1/devices/${encodeURIComponent(modelId)}/${encodeURIComponent(serialNumber)}`;
}
async function serialsAt(query: string): Promise<readonly string[]> {
  const { status, body } = await history.request(`/v1/devices?${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return devicesPage.parse(body).items.map(({ device }) => device.serialNumber);
}
async function recordOrderOf(
  device: DeviceIdentity,
  order: Partial<OrderSnapshot> & { orderId: string },
) {
  await recordOrder(history.database.db, testRecord(testSnapshot({ device, ...order })));
}

const device = { modelId: 'PetFeeder', serialNumber: 'SN-1' };
const registeredAt = '2026-01-05T10:00:00.000Z';
const subscribedAt = '2026-01-05T11:00:00.000Z';

describe('GET /v1/devices/{modelId}/{serialNumber}', () => {
  it('gives a device exactly as the contract has it', async () => {
    await recordFacts(history.database.db, device, [
      registered(registeredAt),
      subscribed(subscribedAt),
    ]);
    await recordOrderOf(device, { orderId: 'open' });
    await recordOrderOf(device, { orderId: 'over', status: 'shipped' });
    await recordOrderOf({ ...device, serialNumber: 'SN-2' }, { orderId: 'of-another' });
    const { status, body } = await history.request(pathOf(device));
    expect(status).toBe(200);
    expect(body).toEqual({
      device,
      customerId: 'customer-1',
      status: 'subscribed',
      registeredAt,
      deregisteredAt: null,
      subscriptionChangedAt: subscribedAt,
      subscriptionVersion: '2.0',
      slots: [
        {
          slotId: 'Slot1',
          subscribed: true,
          products: [{ asin: 'B01', quantity: 1, unit: 'count' }],
          lastChangedAt: subscribedAt,
          cause: 'product-chosen',
        },
      ],
      lastNotificationAt: subscribedAt,
      openOrders: [expect.objectContaining({ orderId: 'open', status: 'placed' })],
      workflow: {
        workflowId: 'device:PetFeeder/SN-1',
        runId: 'run-1',
        url: 'http://localhost:8233/namespaces/my%20refill/workflows/device%3APetFeeder%2FSN-1/run-1',
      },
      updatedAt: anyTime,
    });
  });

  it('shows the newest 50 open orders and has all of them in its list', async () => {
    await recordFacts(history.database.db, device, [registered(registeredAt)]);
    for (let n = 0; n < 51; n += 1) {
      const placedAt = new Date(Date.parse(registeredAt) + n * 60_000).toISOString();
      await recordOrderOf(device, { orderId: `o-${String(n)}`, placedAt });
    }
    const { body } = await history.request(pathOf(device));
    const { openOrders } = z
      .object({ openOrders: z.array(z.object({ orderId: z.string() })) })
      .parse(body);
    expect(openOrders).toHaveLength(50);
    expect(openOrders[0]?.orderId).toBe('o-50');
    expect(openOrders.at(-1)?.orderId).toBe('o-1');
  });

  it('gives a device that no run has written yet', async () => {
    await recordFacts(history.database.db, device, [registered(registeredAt)]);
    await history.database.db
      .updateTable('devices')
      .set(({ fn }) => ({ run_id: fn<string>('nullif', ['run_id', 'run_id']) }))
      .execute();
    expect(await history.request(pathOf(device))).toMatchObject({
      status: 200,
      body: { workflow: { workflowId: 'device:PetFeeder/SN-1', runId: null, url: null } },
    });
  });

  it.each([
    ['Pet/Feeder', 'SN/../1'],
    ['ümlaut 注文', '\u{1F6D2} 1'],
    ['100%25?&#+', '%2F'],
    ['x'.repeat(255), '注'.repeat(255)],
    ['events', 'orders'],
  ])('finds the device %j / %j', async (modelId, serialNumber) => {
    const odd = { modelId, serialNumber };
    await recordFacts(history.database.db, odd, [registered(registeredAt)]);
    await recordOrderOf(odd, { orderId: 'its-order' });
    const path = pathOf(odd);
    expect(await history.request(path)).toMatchObject({
      status: 200,
      body: { device: odd, openOrders: [{ orderId: 'its-order', device: odd }] },
    });
    expect(await history.request(`${path}/events`)).toMatchObject({
      status: 200,
      body: { items: [{ type: 'device-registered' }] },
    });
    expect(await history.request(`${path}/orders`)).toMatchObject({
      status: 200,
      body: { items: [{ orderId: 'its-order' }] },
    });
    const query = new URLSearchParams(odd).toString();
    expect(await serialsAt(query)).toEqual([serialNumber]);
  });

  it('answers 404 for a device that the history does not hold', async () => {
    await recordFacts(history.database.db, device, [registered(registeredAt)]);
    for (const end of ['', '/events', '/orders', '/orders?status=placed']) {
      const { status, headers, body } = await history.request(`/v1/devices/PetFeeder/SN-2${end}`);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(body).toMatchObject({ code: 'HISTORY_DEVICE_NOT_FOUND' });
    }
  });

  it('answers 400 for ids that cannot be any', async () => {
    for (const end of ['', '/events', '/orders']) {
      for (const ids of ['a%00b/s', 'm/a%00b', `m/${'x'.repeat(256)}`]) {
        expect(await history.request(`/v1/devices/${ids}${end}`)).toMatchObject({
          status: 400,
          body: { code: 'REQUEST_INVALID' },
        });
      }
    }
  });
});

describe('GET /v1/devices', () => {
  const at = (minute: number) => new Date(Date.parse(registeredAt) + minute * 60_000).toISOString();

  it('lists those first heard of last first, without their orders', async () => {
    for (const [n, serialNumber] of ['A', 'B', 'C'].entries()) {
      await recordFacts(history.database.db, { ...device, serialNumber }, [registered(at(n))]);
    }
    expect(await serialsAt('')).toEqual(['C', 'B', 'A']);
    const { body } = await history.request('/v1/devices?limit=1');
    expect(page.parse(body).items[0]).toMatchObject({
      device: { modelId: 'PetFeeder', serialNumber: 'C' },
      status: 'registered',
      slots: [],
    });
    expect(page.parse(body).items[0]).not.toHaveProperty('openOrders');
  });

  it('filters', async () => {
    const { db } = history.database;
    await recordFacts(db, { modelId: 'M1', serialNumber: 'A' }, [registered(at(1), 'c-1')]);
    await recordFacts(db, { modelId: 'M1', serialNumber: 'B' }, [
      subscribed(at(2), { customerId: 'c-2' }),
    ]);
    await recordFacts(db, { modelId: 'M2', serialNumber: 'C' }, [
      subscribed(at(3), { customerId: 'c-2', version: '1.0' }),
    ]);
    await recordFacts(db, { modelId: 'M2', serialNumber: 'A2' }, [
      {
        type: 'device-deregistered',
        notificationId: 'n-gone',
        occurredAt: at(4),
        customerId: 'c-1',
      },
    ]);
    const all = ['A2', 'C', 'B', 'A'];
    for (const [query, serials] of [
      ['', all],
      ['customerId=c-1', ['A2', 'A']],
      ['customerId=c-2', ['C', 'B']],
      ['modelId=M1', ['B', 'A']],
      ['serialNumber=C', ['C']],
      ['status=registered', ['A']],
      ['status=subscribed', ['C', 'B']],
      ['status=deregistered', ['A2']],
      ['version=1.0', ['C']],
      ['version=2.0', ['B']],
      ['customerId=c-2&modelId=M1', ['B']],
      ['customerId=nobody', []],
    ] as const) {
      expect({ query, serials: await serialsAt(query) }).toEqual({ query, serials });
    }
  });

  it('turns pages without a gap or a repetition while devices change', async () => {
    const { db } = history.database;
    const serials = ['A', 'B', 'C', 'D', 'E'];
    for (const [n, serialNumber] of serials.entries()) {
      // Two of one moment: the cursor has to tell them apart.
      await recordFacts(db, { ...device, serialNumber }, [registered(at(Math.floor(n / 2)))]);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await history.request(`/v1/devices?limit=2${query}`);
      const { items, nextCursor } = devicesPage.parse(body);
      seen.push(...items.map((each) => each.device.serialNumber));
      cursor = nextCursor;
      await recordFacts(db, { ...device, serialNumber: 'A' }, [subscribed(at(99))]);
      await recordFacts(db, { ...device, serialNumber: 'Z' }, [registered(at(98))]);
    } while (cursor !== null);
    expect(seen).toEqual(['E', 'D', 'C', 'B', 'A']);
  });

  it.each([
    'status=gone',
    'status=registered&status=subscribed',
    'version=3.0',
    'limit=0',
    'limit=201',
    'limit=many',
    'customerId=',
    'customerid=c-1',
    'modelId=a%00b',
  ])('answers 400 to %s', async (query) => {
    expect(await history.request(`/v1/devices?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
  });

  it('refuses cursors of other lists', async () => {
    await recordOrderOf(device, { orderId: 'o-1' });
    await recordOrderOf(device, { orderId: 'o-2' });
    const { body } = await history.request('/v1/orders?limit=1');
    const { nextCursor } = page.parse(body);
    expect(nextCursor).not.toBeNull();
    for (const cursor of [String(nextCursor), 'nonsense']) {
      expect(await history.request(`/v1/devices?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'HISTORY_CURSOR_INVALID' },
      });
    }
  });
});

describe('GET /v1/devices/{modelId}/{serialNumber}/events', () => {
  it('tells what happened, page by page', async () => {
    await recordFacts(history.database.db, device, [
      registered(registeredAt),
      subscribed(subscribedAt),
    ]);
    const path = `${pathOf(device)}/events`;
    const first = await history.request(`${path}?limit=1`);
    expect(first.body).toEqual({
      items: [
        {
          seq: 1,
          type: 'device-registered',
          occurredAt: registeredAt,
          recordedAt: anyTime,
          notificationId: 'n-registered',
          data: { fact: registered(registeredAt) },
        },
      ],
      nextCursor: expect.any(String) as unknown,
    });
    const { nextCursor } = page.parse(first.body);
    const rest = await history.request(`${path}?cursor=${String(nextCursor)}`);
    expect(rest.body).toEqual({
      items: [
        {
          seq: 2,
          type: 'subscription-changed',
          occurredAt: subscribedAt,
          recordedAt: anyTime,
          notificationId: 'n-subscribed',
          data: {
            fact: subscribed(subscribedAt),
            changes: [expect.objectContaining({ slotId: 'Slot1', cause: 'product-chosen' })],
          },
        },
      ],
      nextCursor: null,
    });
    for (const query of ['limit=501', 'limit=0', 'type=note', 'cursor=nonsense']) {
      expect((await history.request(`${path}?${query}`)).status).toBe(400);
    }
  });
});

describe('GET /v1/devices/{modelId}/{serialNumber}/orders', () => {
  const orderId = z.object({ orderId: z.string() });

  it('lists the orders of that device only, with the filters of /v1/orders', async () => {
    await recordFacts(history.database.db, device, [registered(registeredAt)]);
    await recordOrderOf(device, { orderId: 'o-1', placedAt: '2026-01-06T00:00:00.000Z' });
    await recordOrderOf(device, {
      orderId: 'o-2',
      status: 'shipped',
      slotId: 'Slot2',
      placedAt: '2026-01-07T00:00:00.000Z',
    });
    await recordOrderOf({ ...device, modelId: 'Printer' }, { orderId: 'of-another' });
    const idsAt = async (query: string) => {
      const { status, body } = await history.request(`${pathOf(device)}/orders?${query}`);
      expect({ status, body }).toMatchObject({ status: 200 });
      return page.parse(body).items.map((item) => orderId.parse(item).orderId);
    };
    expect(await idsAt('')).toEqual(['o-2', 'o-1']);
    expect(await idsAt('status=placed')).toEqual(['o-1']);
    expect(await idsAt('status=placed&status=shipped')).toEqual(['o-2', 'o-1']);
    expect(await idsAt('slotId=Slot2')).toEqual(['o-2']);
    expect(await idsAt('placedTo=2026-01-06T12:00:00Z')).toEqual(['o-1']);
    expect(await idsAt('status=expired')).toEqual([]);
    const { body } = await history.request(`${pathOf(device)}/orders?limit=1`);
    const { nextCursor } = page.parse(body);
    expect(await idsAt(`limit=1&cursor=${String(nextCursor)}`)).toEqual(['o-1']);
  });

  it('lists the orders of a device of which nothing else is known', async () => {
    await recordOrderOf(device, { orderId: 'o-1' });
    const path = `${pathOf(device)}/orders`;
    expect(await history.request(path)).toMatchObject({
      status: 200,
      body: { items: [{ orderId: 'o-1' }] },
    });
    expect(await history.request(`${path}?status=shipped`)).toMatchObject({
      status: 200,
      body: { items: [] },
    });
    expect((await history.request(pathOf(device))).status).toBe(404);
  });

  it('refuses to be told another device', async () => {
    for (const query of ['modelId=Printer', 'serialNumber=SN-2', 'limit=201', 'status=gone']) {
      expect(await history.request(`${pathOf(device)}/orders?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'REQUEST_INVALID' },
      });
    }
  });
});
