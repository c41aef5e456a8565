import { Client } from '@temporalio/client';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { Registry } from 'prom-client';
import { createCircuit } from '../circuit';
import { createConcurrencyLimit } from '../concurrency-limit';
import { createDeferrals } from '../deferrals';
import { createDeferredBacklog } from '../deferred-backlog';
import { deferMessage } from '../deferred-payload';
import { guardHistory } from '../guarded-history';
import { guardTemporal } from '../guarded-temporal';
import type { IngestionContext } from '../ingestion-context';
import { createIngestionMetrics } from '../ingestion-metrics';
import { orderKey } from '../order-key';
import { drsMessage } from './drs-messages';
import { silentLogger } from './silent-logger';
import type { TestTemporal } from './test-temporal';
import { createRecentOrders } from '../recent-orders';

/** Deferred messages on a real database, and a real Temporal that fails for some orders. */
export interface BacklogRig {
  readonly database: TestDatabase;
  readonly context: IngestionContext;
  /** Ids of workflows for which Temporal does not answer. */
  readonly failing: Set<string>;
  /** Workflow ids in the order in which Temporal was asked, as often as it was. */
  readonly asked: string[];
  /** The most orders that Temporal was asked about at the same time, and the most for one order. */
  readonly together: { orders: number; ofOneOrder: number };
  /** Defers a message of an order; later ones came later. */
  defer(orderId: string, notificationType?: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes a rig on a Temporal; for tests only. */
export async function createBacklogRig(temporal: TestTemporal): Promise<BacklogRig> {
  const database = await createTestDatabase();
  const failing = new Set<string>();
  const asked: string[] = [];
  const underWay: string[] = [];
  const together = { orders: 0, ofOneOrder: 0 };
  const watched = async <T>(id: string, call: () => Promise<T>): Promise<T> => {
    asked.push(id);
    underWay.push(id);
    together.orders = Math.max(together.orders, new Set(underWay).size);
    const ofThis = underWay.filter((other) => other === id).length;
    together.ofOneOrder = Math.max(together.ofOneOrder, ofThis);
    try {
      if (failing.has(id)) throw unavailable();
      return await call();
    } finally {
      underWay.splice(underWay.indexOf(id), 1);
    }
  };
  const { connection, options } = temporal.env.client;
  const client = new Client({
    connection,
    namespace: options.namespace,
    interceptors: {
      workflow: [
        {
          signalWithStart: (input, next) => watched(input.options.workflowId, () => next(input)),
          signal: (input, next) =>
            watched(input.workflowExecution.workflowId ?? '', () => next(input)),
        },
      ],
    },
  });
  let received = 0;
  const history = guardHistory(database.db, { timeoutMs: 5_000, logger: silentLogger });
  const context: IngestionContext = {
    temporal: guardTemporal(client, {
      limit: createConcurrencyLimit({ maxRunning: 32, maxWaiting: 100, maxWaitMs: 1_000 }),
      circuit: createCircuit({ openAfter: 3, probeEveryMs: 20, onChange: () => undefined }),
      timeoutMs: 5_000,
      logger: silentLogger,
    }),
    history,
    deferrals: createDeferrals(history),
    backlog: createDeferredBacklog(),
    recentOrders: createRecentOrders(),
    orderDefaults: { windows: DEFAULT_ORDER_WINDOWS, emailLocalFirst: true },
    deviceDefaults: { windows: DEFAULT_DEVICE_WINDOWS, emailLocalFirst: true },
    maxOpenUntrusted: 10,
    logger: silentLogger,
    metrics: createIngestionMetrics(new Registry()),
  };
  return {
    database,
    context,
    failing,
    asked,
    together,
    defer: async (orderId, notificationType = 'OrderPlacedNotification') => {
      received += 1;
      const message = JSON.stringify(drsMessage({ notificationType, instanceId: orderId }));
      const trusted = {
        transport: 'https',
        body: `envelope of ${message}`,
        headers: {},
        receivedAt: new Date(Date.UTC(2026, 0, 1) + received).toISOString(),
        messageId: `message-${String(received)}`,
        message,
        claimedVersion: null,
      } as const;
      await deferMessage(context, trusted, orderKey(orderId));
    },
    remove: async () => {
      await database.drop();
    },
  };
}

/** As the SDK says it of a Temporal that can't take it now. */
function unavailable(): Error {
  const error = new Error('the namespace is not there yet');
  error.name = 'NamespaceNotFoundError';
  return error;
}
