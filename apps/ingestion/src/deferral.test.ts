import { randomUUID } from 'node:crypto';
import { tryDeliverAlone } from '@refill/order-history/deferred';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { deferredIn } from './test-support/stored-rows';
import { startTestIngestion, TEST_TOKEN, type TestIngestion } from './test-support/test-ingestion';

let ingestion: TestIngestion;
let other: TestIngestion;
beforeAll(async () => {
  ingestion = await startTestIngestion();
  other = await startTestIngestion({}, { beside: ingestion });
});
afterAll(async () => {
  await other.stop();
  await ingestion.stop();
}, 30_000);

const deferred = { status: 200, body: { outcome: 'deferred' } };
const namesOf = async (orderId: string): Promise<readonly string[]> =>
  (await ingestion.temporal.signalsOf(orderId)).map(({ name }) => name);

/** Keeps every instance from delivering until it is let go. */
async function holdDelivery(): Promise<() => Promise<void>> {
  let letGo: () => void = () => undefined;
  let held = false;
  const freed = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const holding = (async () => {
    while (!held) {
      await tryDeliverAlone(ingestion.database.db, async () => {
        held = true;
        await freed;
      });
    }
  })();
  await eventually(async () => {
    await Promise.resolve();
    expect(held).toBe(true);
  });
  return async () => {
    letGo();
    await holding;
  };
}

describe('a new message', () => {
  it('does not overtake one of its order that another instance deferred', async () => {
    const letGo = await holdDelivery();
    other.temporalProxy.setMode('refuse');
    const shipped = drsMessage({ notificationType: 'ItemShippedNotification' });
    const instanceId = orderIdOf(shipped);
    expect(await other.deliver(other.signer.notification(shipped))).toMatchObject(deferred);

    // Known within some seconds: until then a message of another order tells nothing, so its own has to.
    const placed = drsMessage({ instanceId });
    const call = {
      eventInstanceId: instanceId,
      detailCode: 'STANDARD_ORDER_PLACED',
      modelId: 'test-model',
      serialNumber: 'serial',
      slotId: 'slot',
      customerId: 'customer',
      requestedAt: '2026-01-01T00:00:00Z',
    };
    await eventually(async () => {
      const probe = drsMessage({ instanceId, notificationType: 'OrderCancelledNotification' });
      const known = await ingestion.deliver(ingestion.signer.notification(probe));
      expect(known).toMatchObject(deferred);
    });
    expect(await ingestion.deliver(ingestion.signer.notification(placed))).toMatchObject(deferred);
    const authorization = `Bearer ${TEST_TOKEN}`;
    expect(await ingestion.post('/v1/replenishments', call, { authorization })).toMatchObject({
      status: 202,
    });
    // Another order has nothing to wait for.
    const free = ingestion.signer.notification(drsMessage());
    expect(await ingestion.deliver(free)).toMatchObject({ body: { outcome: 'taken' } });

    other.temporalProxy.setMode('pass');
    await letGo();
    await eventually(
      async () => expect(await deferredIn(ingestion.database)).toHaveLength(0),
      30_000,
    );
    const names = await namesOf(instanceId);
    const afterShipped = names.slice(names.indexOf('ItemShipped'));
    expect(afterShipped).toEqual([
      'ItemShipped',
      'OrderCancelled',
      'OrderPlaced',
      'ReplenishRequested',
    ]);
  });
});

describe('with Temporal down', () => {
  it.each(['refuse', 'silent'] as const)(
    'hundreds of messages are answered 200 soon, and none is lost (%s)',
    async (mode) => {
      ingestion.temporalProxy.setMode(mode);
      other.temporalProxy.setMode(mode);
      const messages = Array.from({ length: 400 }, () => drsMessage({ instanceId: randomUUID() }));
      const startedAt = Date.now();
      const answers: { readonly status: number; readonly ms: number }[] = [];
      const health: number[] = [];
      const unsent = messages.values();
      const client = async (): Promise<void> => {
        for (const message of unsent) {
          const sentAt = Date.now();
          const { status } = await ingestion.deliver(ingestion.signer.notification(message));
          answers.push({ status, ms: Date.now() - sentAt });
        }
      };
      const clients = Promise.all(Array.from({ length: 100 }, client));
      let answered = false;
      const watch = async (): Promise<void> => {
        while (!answered) {
          const askedAt = Date.now();
          await ingestion.get('/healthz');
          health.push(Date.now() - askedAt);
        }
      };
      const watching = watch();
      await clients;
      answered = true;
      await watching;
      const tookMs = Date.now() - startedAt;
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      // At 13/s, as without a circuit, it would be 31 s; it is 3 to 6 on two idle cores.
      expect(tookMs).toBeLessThan(25_000);
      // SNS waits 15 s for an answer (Amazon SNS, "HTTP/HTTPS delivery").
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(15_000);
      expect(Math.max(...health)).toBeLessThan(3_000);
      expect(await deferredIn(ingestion.database)).toHaveLength(messages.length);
      expect(await ingestion.metric('refill_temporal_circuit_open{')).toEqual([
        expect.stringMatching(/ 1$/),
      ]);

      ingestion.temporalProxy.setMode('pass');
      other.temporalProxy.setMode('pass');
      await eventually(async () => {
        expect(await deferredIn(ingestion.database)).toHaveLength(0);
      });
      for (const message of messages) {
        // A call that was given up may have reached Temporal all the same: then the order hears it twice, and knows it.
        expect([...new Set(await namesOf(orderIdOf(message)))]).toEqual(['OrderPlaced']);
      }
    },
    120_000,
  );
});
