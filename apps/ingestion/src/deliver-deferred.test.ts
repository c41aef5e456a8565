import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { deferNotification, type DeferredWork, nextDeferred } from '@refill/order-history/deferred';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { BackendFailure, type BackendFailureCode } from './backend-failure';
import { createDeferrals } from './deferrals';
import { createDeferredBacklog } from './deferred-backlog';
import { deliverDeferred } from './deliver-deferred';
import { guardHistory } from './guarded-history';
import type { IngestionContext } from './ingestion-context';
import { createIngestionMetrics } from './ingestion-metrics';
import { takeDrsMessage } from './take-drs-message';
import { drsMessage } from './test-support/drs-messages';
import { silentLogger } from './test-support/silent-logger';
import { deferredIn, quarantinedIn } from './test-support/stored-rows';
import { createRecentOrders } from './recent-orders';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.drop();
});

/** PostgreSQL is real; Temporal fails as told. */
function contextFailingWith(code: BackendFailureCode): IngestionContext {
  const history = guardHistory(database.db, { timeoutMs: 5_000, logger: silentLogger });
  return {
    temporal: {
      run: async () => await Promise.reject(new BackendFailure(code)),
      isOpen: () => false,
      refuses: () => false,
      answers: () => 0,
    },
    backlog: createDeferredBacklog(),
    maxOpenUntrusted: 10,
    history,
    deferrals: createDeferrals(history),
    recentOrders: createRecentOrders(),
    orderDefaults: { windows: DEFAULT_ORDER_WINDOWS, emailLocalFirst: true },
    deviceDefaults: { windows: DEFAULT_DEVICE_WINDOWS, emailLocalFirst: true },
    logger: silentLogger,
    metrics: createIngestionMetrics(new Registry()),
  };
}

const receivedAt = '2030-01-01T00:00:00.000Z';
const trusted = (message: string) => ({
  transport: 'https' as const,
  body: `envelope of ${message}`,
  headers: { 'x-test': 'yes' },
  receivedAt,
  messageId: randomUUID(),
  message,
  claimedVersion: null,
});
const replenishment = {
  eventInstanceId: 'order-1',
  detailCode: 'STANDARD_ORDER_PLACED',
  modelId: 'model',
  serialNumber: 'serial',
  slotId: 'slot',
  customerId: 'customer',
  requestedAt: receivedAt,
};

async function defer(work: Pick<DeferredWork, 'kind' | 'payload'>) {
  const orderKey = 'order:order-1';
  await deferNotification(database.db, { ...work, orderKey, messageId: 'message-1', receivedAt });
  const [stored] = await nextDeferred(database.db, 1);
  if (stored === undefined) throw new Error('nothing was deferred');
  return stored;
}

describe('takeDrsMessage', () => {
  it.each([
    ['TEMPORAL_UNAVAILABLE', { kind: 'deferred' }],
    ['TEMPORAL_REJECTED', { kind: 'quarantined', code: 'TEMPORAL_REJECTED' }],
    ['HISTORY_REJECTED', { kind: 'quarantined', code: 'HISTORY_REJECTED' }],
    ['HISTORY_UNAVAILABLE', { kind: 'unavailable', code: 'HISTORY_UNAVAILABLE' }],
    ['INGESTION_BUSY', { kind: 'deferred' }],
  ] as const)('after %s: %j', async (code, outcome) => {
    const message = trusted(JSON.stringify(drsMessage()));
    const taken = await takeDrsMessage(contextFailingWith(code), message);
    expect(taken.outcome).toEqual(outcome);
    const inQuarantine = await quarantinedIn(database);
    const deferred = await deferredIn(database);
    expect(inQuarantine.map((row) => row.body)).toEqual(
      outcome.kind === 'quarantined' ? [message.body] : [],
    );
    expect(deferred.map((row) => row.message_id)).toEqual(
      outcome.kind === 'deferred' ? [message.messageId] : [],
    );
  });
});

describe('deliverDeferred', () => {
  it('keeps what still cannot be delivered', async () => {
    const context = contextFailingWith('TEMPORAL_UNAVAILABLE');
    await takeDrsMessage(context, trusted(JSON.stringify(drsMessage())));
    const [work] = await nextDeferred(database.db, 1);
    if (work === undefined) throw new Error('nothing was deferred');
    const failed = { kind: 'failed', code: 'TEMPORAL_UNAVAILABLE' };
    expect(await deliverDeferred(context, work)).toEqual(failed);
    expect(await deferredIn(database)).toHaveLength(1);
    const call = { ...work, kind: 'replenishment', payload: replenishment } as const;
    expect(await deliverDeferred(context, call)).toEqual(failed);
  });

  it('puts into quarantine, whole, what Temporal refuses after all', async () => {
    const message = trusted(JSON.stringify(drsMessage()));
    await takeDrsMessage(contextFailingWith('TEMPORAL_UNAVAILABLE'), message);
    const [work] = await nextDeferred(database.db, 1);
    if (work === undefined) throw new Error('nothing was deferred');
    expect(await deliverDeferred(contextFailingWith('TEMPORAL_REJECTED'), work)).toEqual({
      kind: 'quarantined',
      code: 'TEMPORAL_REJECTED',
    });
    expect(await quarantinedIn(database)).toEqual([
      expect.objectContaining({
        message_id: message.messageId,
        reason_code: 'TEMPORAL_REJECTED',
        transport: 'https',
        body: message.body,
        headers: message.headers,
        received_at: receivedAt,
      }),
    ]);
  });

  it.each([
    [{ kind: 'notification', payload: { message: 7 } }, 'DEFERRED_UNREADABLE'],
    [{ kind: 'replenishment', payload: {} }, 'DEFERRED_UNREADABLE'],
    [{ kind: 'replenishment', payload: replenishment }, 'TEMPORAL_REJECTED'],
  ] as const)('puts %j into quarantine as %s', async (work, code) => {
    const stored = await defer(work);
    expect(await deliverDeferred(contextFailingWith('TEMPORAL_REJECTED'), stored)).toEqual({
      kind: 'quarantined',
      code,
    });
    expect(await quarantinedIn(database)).toEqual([
      expect.objectContaining({
        message_id: 'message-1',
        reason_code: code,
        body: JSON.stringify(work.payload),
      }),
    ]);
  });
});
