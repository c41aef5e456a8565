import type { DrsNotification } from '@refill/drs-notifications/notification';
import type { LogContext } from '@refill/service/log-context';

/** The ids that every line about a notification carries: its own, and its order's where it is about one. */
export function notificationLogContext(notification: DrsNotification): LogContext {
  const { notificationId } = notification;
  switch (notification.type) {
    case 'OrderPlacedNotification':
    case 'OrderCancelledNotification':
    case 'ItemShippedNotification':
      return { notificationId, orderId: notification.instanceId };
    case 'DeviceRegisteredNotification':
    case 'SubscriptionChangedNotification':
    case 'DeviceDeregisteredNotification':
      return { notificationId };
  }
}
