import type { DeviceDeregisteredNotification } from '@refill/drs-notifications/notification';
import { openOrdersOfDevice } from '@refill/order-history/device-events';
import { recordLateNotification } from '@refill/order-history/record-late-notification';
import { signalOpenOrder } from '@refill/temporal/signal-order';
import type { IngestionContext } from './ingestion-context';
import { deregistrationFactOf } from './order-fact-of';

/**
 * Tells every open order of a device that the device was deregistered; may be repeated.
 *
 * The deregistration must stand in the device's history already: an order that is recorded only now reads it
 * there (both sides write their own row, then read the other's).
 * @throws BackendFailure when an order could not be told; the others may have been
 */
export async function deregisterDevice(
  context: Pick<IngestionContext, 'temporal' | 'history'>,
  notification: DeviceDeregisteredNotification,
): Promise<void> {
  const fact = deregistrationFactOf(notification);
  const orders = await context.history.run(
    async (db) => await openOrdersOfDevice(db, notification.device, notification.notificationTime),
  );
  const told = await Promise.allSettled(
    orders.map(async ({ orderId }) => {
      const signalled = await context.temporal.run(
        async (client) => await signalOpenOrder(client, orderId, fact),
      );
      if (signalled === 'signalled') return;
      // It ended after we had read that it was open: then its history is told, as for any late fact.
      await context.history.run(async (db) => await recordLateNotification(db, { orderId, fact }));
    }),
  );
  for (const result of told) if (result.status === 'rejected') throw result.reason;
}
