import type { DeviceNotification } from '@refill/drs-notifications/notification';
import type { DeviceFact } from './device-fact';

/** The fact that a notification tells about its device. */
export function deviceFactOf(notification: DeviceNotification): DeviceFact {
  const base = {
    notificationId: notification.notificationId,
    occurredAt: notification.notificationTime,
    customerId: notification.customerId,
  };
  switch (notification.type) {
    case 'DeviceRegisteredNotification':
      return { ...base, type: 'device-registered' };
    case 'DeviceDeregisteredNotification':
      return { ...base, type: 'device-deregistered' };
    case 'SubscriptionChangedNotification':
      return {
        ...base,
        type: 'subscription-changed',
        version: notification.version,
        // Field by field: what a fact holds stands in histories for years, a notification may grow.
        slots: notification.slots.map(({ slotId, subscribed, products }) => ({
          slotId,
          subscribed,
          products: products.map(({ asin, quantity, unit }) => ({ asin, quantity, unit })),
        })),
      };
  }
}
