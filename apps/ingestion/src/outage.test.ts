import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { deferredIn } from './test-support/stored-rows';
import { startTestIngestion, TEST_TOKEN, type TestIngestion } from './test-support/test-ingestion';
import type { ProxyMode } from './test-support/toggle-proxy';

const authorization = `Bearer ${TEST_TOKEN}`;
let ingestion: TestIngestion;

beforeAll(async () => {
  ingestion = await startTestIngestion();
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);
afterEach(async () => {
  ingestion.temporalProxy.setMode('pass');
  ingestion.databaseProxy.setMode('pass');
  await eventually(async () => {
    expect((await ingestion.get('/readyz')).status).toBe(200);
    expect(await deferredIn(ingestion.database)).toEqual([]);
  }, 40_000);
});

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = Date.now();
  const result = await work;
  return { result, ms: Date.now() - startedAt };
}

describe('while Temporal is down', () => {
  it.each<ProxyMode>(['refuse', 'silent'])(
    'messages are deferred (%s), and delivered by themselves when it is back',
    async (mode) => {
      ingestion.temporalProxy.setMode(mode);
      const placed = drsMessage();
      const orderId = orderIdOf(placed);
      const shipped = drsMessage({
        notificationType: 'ItemShippedNotification',
        instanceId: orderId,
      });
      const first = ingestion.signer.notification(placed);
      // The second time it is a redelivery.
      for (const envelope of [first, first, ingestion.signer.notification(shipped)]) {
        const { result, ms } = await timed(ingestion.deliver(envelope));
        expect(result).toMatchObject({ status: 200, body: { outcome: 'deferred' } });
        expect(ms).toBeLessThan(8_000);
      }
      expect(await deferredIn(ingestion.database)).toHaveLength(2);
      await eventually(async () => {
        expect(await ingestion.metric('refill_deferred_backlog{')).toEqual([
          expect.stringMatching(/ 2$/),
        ]);
      }, 30_000);
      const ready = await ingestion.get('/readyz');
      expect(ready).toMatchObject({
        status: 503,
        body: {
          checks: {
            temporal: { ok: false },
            postgres: { ok: true },
            backlog: { ok: true, detail: expect.stringContaining('2') },
          },
        },
      });

      ingestion.temporalProxy.setMode('pass');
      await eventually(async () => {
        const signals = await ingestion.temporal.signalsOf(orderId);
        expect(signals.map(({ name }) => name).sort()).toEqual(['ItemShipped', 'OrderPlaced']);
        expect(await deferredIn(ingestion.database)).toEqual([]);
      }, 40_000);
      await eventually(async () => {
        expect(await ingestion.metric('refill_deferred_backlog{')).toEqual([
          expect.stringMatching(/ 0$/),
        ]);
      });
    },
    90_000,
  );

  it('notifications of a device are deferred, and reach it in order of arrival', async () => {
    ingestion.temporalProxy.setMode('refuse');
    const serialNumber = 'told-in-an-outage';
    const types = ['DeviceRegistered', 'SubscriptionChanged', 'DeviceDeregistered'];
    for (const type of types) {
      const message = drsMessage({ notificationType: `${type}Notification`, serialNumber });
      const answer = await ingestion.deliver(ingestion.signer.notification(message));
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'deferred' } });
    }
    ingestion.temporalProxy.setMode('pass');
    await eventually(async () => {
      const signals = await ingestion.temporal.signalsOfDevice(serialNumber);
      expect(signals.map(({ name }) => name)).toEqual(types);
    }, 40_000);
  });

  it('a replenishment is deferred as well', async () => {
    ingestion.temporalProxy.setMode('refuse');
    const call = {
      eventInstanceId: 'replenished-in-an-outage',
      detailCode: 'STANDARD_ORDER_PLACED',
      modelId: 'test-model',
      serialNumber: 'serial',
      slotId: 'slot',
      customerId: 'customer',
      requestedAt: new Date().toISOString(),
    };
    expect(await ingestion.post('/v1/replenishments', call, { authorization })).toMatchObject({
      status: 202,
      body: { orderId: call.eventInstanceId, started: true },
    });
    ingestion.temporalProxy.setMode('pass');
    await eventually(async () => {
      const signals = await ingestion.temporal.signalsOf(call.eventInstanceId);
      expect(signals.map(({ name }) => name)).toEqual(['ReplenishRequested']);
    }, 40_000);
  });
});

describe('while PostgreSQL is down', () => {
  it('notifications of orders and devices are taken all the same', async () => {
    ingestion.databaseProxy.setMode('refuse');
    const notificationType = 'DeviceRegisteredNotification';
    const device = ingestion.signer.notification(drsMessage({ notificationType }));
    expect((await ingestion.deliver(device)).status).toBe(200);
    const message = drsMessage();
    expect(await ingestion.deliver(ingestion.signer.notification(message))).toMatchObject({
      status: 200,
      body: { outcome: 'taken' },
    });
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    expect(await ingestion.get('/readyz')).toMatchObject({
      status: 503,
      body: { checks: { temporal: { ok: true }, postgres: { ok: false } } },
    });
  });

  it.each<ProxyMode>(['refuse', 'silent'])(
    'what needs it is answered 503 within 8 s (%s)',
    async (mode) => {
      ingestion.databaseProxy.setMode(mode);
      const unusable = ingestion.signer.notification('no JSON');
      const { result, ms } = await timed(ingestion.deliver(unusable));
      expect(result).toMatchObject({ status: 503, body: { code: 'HISTORY_UNAVAILABLE' } });
      expect(ms).toBeLessThan(8_000);
    },
    40_000,
  );
});

describe('while both are down', () => {
  it.each<ProxyMode>(['refuse', 'silent'])(
    'a genuine message is answered 503 within 8 s (%s), and taken when it comes again',
    async (mode) => {
      ingestion.temporalProxy.setMode(mode);
      ingestion.databaseProxy.setMode(mode);
      const message = drsMessage();
      const envelope = ingestion.signer.notification(message);
      const { result, ms } = await timed(ingestion.deliver(envelope));
      expect(result.status).toBe(503);
      expect(ms).toBeLessThan(8_000);
      const call = await timed(
        ingestion.post(
          '/v1/replenishments',
          {
            eventInstanceId: 'refused-in-an-outage',
            detailCode: 'STANDARD_ORDER_PLACED',
            modelId: 'test-model',
            serialNumber: 'serial',
            slotId: 'slot',
            customerId: 'customer',
            requestedAt: new Date().toISOString(),
          },
          { authorization },
        ),
      );
      expect(call.result.status).toBe(503);

      // What can't be genuine is still told so: that needs neither.
      const forged = { ...envelope, Message: '{}' };
      expect((await ingestion.deliver(forged)).status).toBe(403);

      ingestion.temporalProxy.setMode('pass');
      ingestion.databaseProxy.setMode('pass');
      await eventually(async () => {
        const answer = await ingestion.deliver(envelope);
        expect(answer).toMatchObject({ status: 200, body: { outcome: 'taken' } });
      }, 40_000);
      expect(await ingestion.temporal.signalsOf(orderIdOf(message))).not.toEqual([]);
    },
    90_000,
  );
});
