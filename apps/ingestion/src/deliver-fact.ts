import { recordLateNotification } from '@refill/order-history/record-late-notification';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { signalOrder } from '@refill/temporal/signal-order';
import type { IngestionContext } from './ingestion-context';
import type { FactOfOrder } from './order-fact-of';

/** Where a fact went. */
export type FactDelivery = 'signalled' | 'recorded-late' | 'known' | 'unknown-order';

/**
 * Hands a fact to its order, and to the history when the order has ended; durable when it returns.
 *
 * `unknown-order`: Temporal has run the order to its end, and PostgreSQL has no row of it. An order records itself
 * before it ends, so either somebody terminated its workflow at once, or the database is not the one of then.
 * @throws BackendFailure
 */
export async function deliverFact(
  context: Pick<IngestionContext, 'temporal' | 'history' | 'orderDefaults' | 'recentOrders'>,
  { orderId, subject, fact }: FactOfOrder,
): Promise<FactDelivery> {
  const { recentOrders } = context;
  const mayRun = !beginsOrder(fact) || recentOrders.has(orderId);
  const signalled = await context.temporal.run(
    async (client) =>
      await signalOrder(client, { orderId, subject, fact, mayRun, ...context.orderDefaults }),
  );
  if (signalled === 'signalled') {
    recentOrders.add(orderId);
    return 'signalled';
  }
  recentOrders.delete(orderId);
  const recorded = await context.history.run(
    async (db) => await recordLateNotification(db, { orderId, fact }),
  );
  return recorded === 'recorded' ? 'recorded-late' : recorded;
}

/** Whether a fact usually is the first about its order. */
function beginsOrder({ type }: OrderFact): boolean {
  return type === 'order-placed' || type === 'replenish-requested';
}
