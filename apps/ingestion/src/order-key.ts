import type { DrsNotification } from '@refill/drs-notifications/notification';

/** What a notification is about: of one key, what came first goes to Temporal first. */
export function orderKeyOf(notification: DrsNotification): string {
  switch (notification.type) {
    case 'OrderPlacedNotification':
    case 'OrderCancelledNotification':
    case 'ItemShippedNotification':
      return orderKey(notification.instanceId);
    case 'DeviceRegisteredNotification':
    case 'SubscriptionChangedNotification':
    case 'DeviceDeregisteredNotification': {
      const { modelId, serialNumber } = notification.device;
      return `device:${modelId}/${serialNumber}`;
    }
  }
}

/** The key of all that is about an order. @param orderId Amazon's `instanceId` */
export function orderKey(orderId: string): string {
  return `order:${orderId}`;
}
