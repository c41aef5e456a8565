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

/** Whether a notification has to reach Temporal; the others end in PostgreSQL, and need not wait for it. */
export function goesToTemporal({ type }: DrsNotification): boolean {
  return type !== 'DeviceRegisteredNotification' && type !== 'SubscriptionChangedNotification';
}
