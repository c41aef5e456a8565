import type { DeviceNotification, DrsNotification } from '@refill/drs-notifications/notification';
import { recordDeviceNotification } from '@refill/order-history/device-events';
import { deliverFact, type FactDelivery } from './deliver-fact';
import { deregisterDevice } from './deregister-device';
import type { IngestionContext } from './ingestion-context';
import { orderFactOf } from './order-fact-of';
import type { RoutedEffect } from './take-outcome';

/** What routing needs. */
export type RoutingContext = Pick<IngestionContext, 'temporal' | 'history' | 'orderDefaults'>;

/** Where a notification went: a `RoutedEffect`, or `unknown-order`, see `deliverFact`. */
export type RouteResult = RoutedEffect | Extract<FactDelivery, 'unknown-order'>;

/**
 * Hands a notification to its order or its device; durable when it returns, and safe to repeat.
 * @throws BackendFailure when it is not (fully) handed on
 */
export async function routeNotification(
  context: RoutingContext,
  notification: DrsNotification,
): Promise<RouteResult> {
  switch (notification.type) {
    case 'OrderPlacedNotification':
    case 'OrderCancelledNotification':
    case 'ItemShippedNotification':
      return await deliverFact(context, orderFactOf(notification));
    case 'DeviceRegisteredNotification':
    case 'SubscriptionChangedNotification':
      return await recordDevice(context, notification);
    case 'DeviceDeregisteredNotification': {
      const effect = await recordDevice(context, notification);
      // A redelivery may be there because the orders could not be told the first time.
      await deregisterDevice(context, notification);
      return effect;
    }
  }
}

async function recordDevice(
  { history }: RoutingContext,
  notification: DeviceNotification,
): Promise<RoutedEffect> {
  const recorded = await history.run(
    async (db) => await recordDeviceNotification(db, notification),
  );
  return recorded === 'recorded' ? 'device-recorded' : 'known';
}
