import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { type OpenOrder, openOrdersOfDevice } from '@refill/order-history/open-orders-of-device';
import { recordLateNotification } from '@refill/order-history/record-late-notification';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type { DeviceActivities } from '@refill/temporal/device-activities';
import { signalOpenOrder } from '@refill/temporal/signal-order';
import { isTemporalUnavailable } from '@refill/temporal/temporal-failure';
import { z } from 'zod';
import { asHistoryCall, retryableFailure } from './activity-failure';

/** What telling orders needs. */
export interface DeregisterOrdersOptions {
  readonly database: OrderHistoryDatabase;
  /** Asks for a client when one is needed. */
  readonly client: Client;
  /** How long a signal may take including the SDK's own retries, in ms; below the activity's heartbeat timeout. */
  readonly signalTimeoutMs: number;
}

/** Orders read at a time; after each part the progress is told to Temporal. */
const PAGE = 50;

/** Orders told at once: more would keep their own work waiting. */
const AT_ONCE = 16;

/** The last order of the last part that was told, as a heartbeat holds it. */
const progressSchema = z.string().nullable().catch(null);

/**
 * Makes the activity that tells every open order of a device that the device was deregistered.
 *
 * The deregistration stands in the history already: an order that is recorded only now reads it there (both sides
 * write their own row, then read the other's). Telling an order twice does no harm: it knows the notification.
 */
export function createDeregisterOrders({
  database,
  client,
  signalTimeoutMs,
}: DeregisterOrdersOptions): DeviceActivities['deregisterOrders'] {
  const tell = async (
    { orderId }: OpenOrder,
    deregistration: DeviceDeregistered,
    stopping: AbortSignal,
  ): Promise<'signalled' | 'late'> => {
    const signalled = await withinTime(
      client,
      { timeoutMs: signalTimeoutMs, stopping },
      async () => await signalOpenOrder(client, orderId, deregistration),
    );
    if (signalled === 'signalled') return 'signalled';
    // It ended after we had read that it was open: then its history is told, as for any late fact.
    await asHistoryCall(() => recordLateNotification(database, { orderId, fact: deregistration }));
    return 'late';
  };

  return async ({ device, deregistration }) => {
    const told = { signalled: 0, late: 0 };
    const stopping = cancellationSignal();
    let after = progressSchema.parse(activityInfo().heartbeatDetails);
    for (;;) {
      const page = { after, limit: PAGE };
      const orders = await asHistoryCall(() =>
        openOrdersOfDevice(database, device, deregistration.occurredAt, page),
      );
      const last = orders.at(-1);
      if (last === undefined) return told;
      await eachAtOnce(orders, async (order) => {
        // Not within the part: what is told of it is told again by the next attempt, and that is all.
        stopping.throwIfAborted();
        told[await tell(order, deregistration, stopping)] += 1;
        heartbeat(after);
      });
      after = last.orderId;
      heartbeat(after);
    }
  };
}

/**
 * Bounds a call: a Temporal that falls silent would hold it until gRPC gives the connection up, 45 s later.
 * @throws the reason of `stopping` once that has aborted
 */
async function withinTime<T>(
  client: Client,
  { timeoutMs, stopping }: { readonly timeoutMs: number; readonly stopping: AbortSignal },
  call: () => Promise<T>,
): Promise<T> {
  // One for each call: the SDK never takes its listener off again.
  const ending = AbortSignal.any([stopping]);
  try {
    return await client.withAbortSignal(
      ending,
      async () => await client.withDeadline(Date.now() + timeoutMs, call),
    );
  } catch (error) {
    stopping.throwIfAborted();
    if (!isTemporalUnavailable(error)) throw error;
    throw retryableFailure('TEMPORAL_UNAVAILABLE', 'Temporal does not take the signal to an order');
  }
}

/**
 * Does something with each order, some at a time.
 * @throws what failed first, once all that was begun has ended
 */
async function eachAtOnce(
  orders: readonly OpenOrder[],
  work: (order: OpenOrder) => Promise<void>,
): Promise<void> {
  const left = orders.values();
  const workNext = async (): Promise<void> => {
    for (const order of left) await work(order);
  };
  // They share the iterator: each takes the next one that is left.
  const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, workNext));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
