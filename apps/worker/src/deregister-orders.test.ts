import { status } from '@grpc/grpc-js';
import { Client, Connection, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { listEvents } from '@refill/order-history/list-events';
import { recordOrder } from '@refill/order-history/record-order';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import { createDeregisterOrders } from './deregister-orders';
import { eventually } from './test-support/eventually';
import { SilentTemporal } from './test-support/silent-temporal';

const logger = new DefaultLogger('ERROR');
const device = { modelId: 'PetFeeder', serialNumber: 'busy' };
const deregistration: DeviceDeregistered = {
  type: 'device-deregistered',
  notificationId: 'n-gone',
  occurredAt: '2026-01-06T00:00:00.000Z',
};
const before = '2026-01-05T00:00:00.000Z';
const idOf = (index: number): string => `order-${String(index).padStart(4, '0')}`;

/** Stands in for Temporal: keeps what orders were told, and fails as it is told to. */
class ToldOrders {
  readonly ids: string[] = [];
  mostAtOnce = 0;
  fail: (orderId: string) => Error | null = () => null;
  private atOnce = 0;

  readonly client = new Client({
    // Never connected: what would be sent is kept here.
    connection: Connection.lazy(),
    interceptors: {
      workflow: [{ signal: (input) => this.keep(input.workflowExecution.workflowId) }],
    },
  });

  private async keep(workflowId: string | undefined): Promise<void> {
    const orderId = workflowId?.replace('order:', '') ?? '';
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    const failure = this.fail(orderId);
    if (failure !== null) throw failure;
    this.ids.push(orderId);
  }
}

function unavailable(): ServiceError {
  const cause = Object.assign(new Error('down'), {
    code: status.UNAVAILABLE,
    details: '',
    metadata: {},
  });
  return new ServiceError('Temporal is down', { cause });
}

describe('deregisterOrders', () => {
  let database: TestDatabase;
  let told: ToldOrders;
  beforeAll(async () => {
    database = await createTestDatabase();
    const others = [
      testSnapshot({ orderId: 'ended', device, status: 'shipped', startedAt: before }),
      testSnapshot({ orderId: 'newer', device, startedAt: '2026-01-07T00:00:00.000Z' }),
      testSnapshot({
        orderId: 'of another',
        device: { ...device, modelId: 'Printer' },
        startedAt: before,
      }),
    ];
    for (const snapshot of others) await recordOrder(database.db, testRecord(snapshot));
    for (let index = 0; index < 130; index += 1) {
      const snapshot = testSnapshot({ orderId: idOf(index), device, startedAt: before });
      const events = [factEvent(placedFact())];
      await recordOrder(database.db, testRecord(snapshot, { events }));
    }
  });
  beforeEach(() => {
    told = new ToldOrders();
  });
  afterAll(async () => {
    await database.drop();
  });

  const run = async (
    environment = new MockActivityEnvironment({}, { logger }),
    client = told.client,
    signalTimeoutMs = 5_000,
  ) =>
    await environment.run(
      createDeregisterOrders({ database: database.db, client, signalTimeoutMs }),
      { device, deregistration },
    );

  it('tells every open order that had begun, once, and no other', async () => {
    expect(await run()).toEqual({ signalled: 130, late: 0 });
    expect(told.ids.toSorted()).toEqual(Array.from({ length: 130 }, (_, index) => idOf(index)));
    expect(told.mostAtOnce).toBeGreaterThan(1);
    expect(told.mostAtOnce).toBeLessThanOrEqual(16);
  });

  it('goes on after the last part of which Temporal knows', async () => {
    const environment = new MockActivityEnvironment({ heartbeatDetails: idOf(99) }, { logger });
    expect(await run(environment)).toEqual({ signalled: 30, late: 0 });
    expect(told.ids.toSorted()[0]).toBe(idOf(100));
  });

  it('tells Temporal how far it is, part by part', async () => {
    const environment = new MockActivityEnvironment({}, { logger });
    const progress: unknown[] = [];
    environment.on('heartbeat', (details: unknown) => progress.push(details));
    await run(environment);
    const last = idOf(129);
    expect([...new Set(progress)]).toEqual([null, idOf(49), idOf(99), last]);
  });

  it('writes it into the history of an order that ended meanwhile', async () => {
    told.fail = (orderId) =>
      orderId === idOf(7)
        ? new WorkflowNotFoundError('ended', `order:${orderId}`, undefined)
        : null;
    expect(await run()).toEqual({ signalled: 129, late: 1 });
    const page = await listEvents(database.db, { orderId: idOf(7), limit: 10, after: 0 });
    expect(page?.events.map(({ type, notificationId }) => [type, notificationId])).toContainEqual([
      'late-notification',
      'n-gone',
    ]);
  });

  it('fails to be tried again while Temporal is down, and has told what it could', async () => {
    told.fail = (orderId) => (orderId === idOf(60) ? unavailable() : null);
    const failure: unknown = await run().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'TEMPORAL_UNAVAILABLE', nonRetryable: false });
    expect(told.ids.length).toBeGreaterThanOrEqual(99);
  });

  it('stops when the worker does', async () => {
    const environment = new MockActivityEnvironment({}, { logger });
    environment.on('heartbeat', (details: unknown) => {
      if (details !== null) environment.cancel('WORKER_SHUTDOWN');
    });
    await expect(run(environment)).rejects.toBeInstanceOf(CancelledFailure);
    expect(told.ids).toHaveLength(50);
  });

  describe('while Temporal says nothing', () => {
    let silent: SilentTemporal;
    beforeEach(async () => {
      silent = await SilentTemporal.start();
    });
    afterEach(async () => {
      await silent.stop();
    });

    it('fails to be tried again', async () => {
      const failure: unknown = await run(undefined, silent.client, 1_000).catch(
        (error: unknown) => error,
      );
      expect(silent.asked).toBe(16);
      expect(failure).toMatchObject({ type: 'TEMPORAL_UNAVAILABLE', nonRetryable: false });
    });

    it('stops at once when the worker does', async () => {
      const environment = new MockActivityEnvironment({}, { logger });
      // Longer than the test may take: only the stop can end it.
      const stopped = run(environment, silent.client, 600_000).catch((error: unknown) => error);
      await eventually(
        () => silent.asked,
        (asked) => asked === 16,
      );
      environment.cancel('WORKER_SHUTDOWN');
      expect(await stopped).toBeInstanceOf(CancelledFailure);
      expect(silent.asked).toBe(16);
    });
  });
});
