import { deviceFactOf } from '@refill/device-lifecycle/device-fact-of';
import type { DeviceNotification, DrsNotification } from '@refill/drs-notifications/notification';
import { signalDevice } from '@refill/temporal/signal-device';
import { deliverFact, type FactDelivery } from './deliver-fact';
import type { IngestionContext } from './ingestion-context';
import { orderFactOf } from './order-fact-of';
import type { RoutedEffect } from './take-outcome';

/** What routing needs. */
export type RoutingContext = Pick<
  IngestionContext,
  'temporal' | 'history' | 'orderDefaults' | 'deviceDefaults' | 'recentOrders'
>;

/** Where a notification went: a `RoutedEffect`, or `unknown-order`, see `deliverFact`. */
export type RouteResult = RoutedEffect | Extract<FactDelivery, 'unknown-order'>;

/**
 * Hands a notification to its order or its device; durable when it returns, and safe to repeat.
 * @throws BackendFailure when it is not handed on
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
    case 'DeviceDeregisteredNotification':
      return await tellDevice(context, notification);
  }
}

async function tellDevice(
  { temporal, deviceDefaults }: RoutingContext,
  notification: DeviceNotification,
): Promise<RoutedEffect> {
  const { device } = notification;
  const fact = deviceFactOf(notification);
  await temporal.run(async (client) => {
    await signalDevice(client, { device, fact, ...deviceDefaults });
  });
  return 'signalled';
}
