import { randomUUID } from 'node:crypto';
import { tryDeliverAlone } from '@refill/order-history/deferred';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { CIRCUIT } from './time-limits';
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

/** `INGESTION_MAX_CONCURRENCY` by default. */
const DEFAULT_CONCURRENCY = 32;

/** How many calls of Temporal failed until now. */
function failedCalls(): number {
  return ingestion.log.filter((line) => line.includes('"Temporal failed"')).length;
}

/** In the place of a status: the connection broke, as the kernel's queue does not hold any number of new ones. */
const BROKEN = 0;

function broken(error: unknown): typeof BROKEN {
  if (error instanceof TypeError && error.message === 'fetch failed') return BROKEN;
  throw error;
}

describe('with Temporal down', () => {
  it.each(['refuse', 'silent'] as const)(
    'hundreds of messages do not wait for it, and none is lost (%s)',
    async (mode) => {
      ingestion.temporalProxy.setMode(mode);
      other.temporalProxy.setMode(mode);
      const messages = Array.from({ length: 400 }, () => drsMessage({ instanceId: randomUUID() }));
      const failuresBefore = failedCalls();
      const startedAt = Date.now();
      const statuses: number[] = [];
      const health: number[] = [];
      const unsent = messages.values();
      const client = async (): Promise<void> => {
        for (const message of unsent) {
          const body = ingestion.signer.notification(message);
          // SNS waits 15 s and delivers again: where the machine is short of time, an answer may well be 503.
          for (let status: number = BROKEN; status === BROKEN || status === 503;) {
            status = await ingestion.deliver(body).then((answer) => answer.status, broken);
            statuses.push(status);
          }
        }
      };
      const clients = Promise.all(Array.from({ length: 100 }, client));
      let answered = false;
      const watch = async (): Promise<void> => {
        while (!answered) {
          health.push(await ingestion.get('/healthz').then((answer) => answer.status, broken));
        }
      };
      const watching = watch();
      await clients;
      answered = true;
      await watching;
      const seconds = Math.ceil((Date.now() - startedAt) / 1_000);
      expect(statuses.filter((status) => status === 200)).toHaveLength(messages.length);
      expect(statuses.filter((status) => ![200, 503, BROKEN].includes(status))).toEqual([]);
      // What makes it soon: few wait for a Temporal that is down. Those under way when it is noticed, then one each second.
      expect(failedCalls() - failuresBefore).toBeLessThanOrEqual(
        DEFAULT_CONCURRENCY + CIRCUIT.openAfter + seconds * (1_000 / CIRCUIT.probeEveryMs) + 1,
      );
      expect(new Set(health.filter((status) => status !== BROKEN))).toEqual(new Set([200]));
      expect(await deferredIn(ingestion.database)).toHaveLength(messages.length);
      expect(await ingestion.metric('refill_temporal_circuit_open{')).toEqual([
        expect.stringMatching(/ 1$/),
      ]);

      ingestion.temporalProxy.setMode('pass');
      other.temporalProxy.setMode('pass');
      await eventually(async () => {
        expect(await deferredIn(ingestion.database)).toHaveLength(0);
      }, 60_000);
      for (const message of messages) {
        // A call that was given up may have reached Temporal all the same: then the order hears it twice, and knows it.
        expect([...new Set(await namesOf(orderIdOf(message)))]).toEqual(['OrderPlaced']);
      }
    },
    240_000,
  );
});
