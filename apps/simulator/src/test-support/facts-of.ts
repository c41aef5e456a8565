import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { deviceFactOf } from '@refill/device-lifecycle/device-fact-of';
import type { DrsNotification } from '@refill/drs-notifications/notification';
import { parseNotification } from '@refill/drs-notifications/parse-notification';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import type { SimulatedDevice, StepAction } from '../scenario';

/** The notification of a step as Refill reads it. */
export function notificationOf(
  action: Extract<StepAction, { readonly kind: 'notify' }>,
): DrsNotification {
  const result = parseNotification(JSON.stringify(action.message.body));
  if (!result.ok) throw new Error(`${result.code}: ${JSON.stringify(result.problems)}`);
  return result.notification;
}

/** An order, and the device that placed it. */
export interface OrderOfDevice {
  readonly orderId: string;
  readonly serialNumber: string;
}

/** What a step tells an order; `null` when it tells nothing about it. */
export function factOf(action: StepAction, order: OrderOfDevice): OrderFact | null {
  const { orderId } = order;
  switch (action.kind) {
    case 'note':
    case 'await':
    case 'await-device':
      return null;
    case 'replenish': {
      const { eventInstanceId, detailCode, requestedAt, ...subject } = action.replenishment;
      if (eventInstanceId !== orderId || detailCode === 'ORDER_INPROGRESS') return null;
      return {
        type: 'replenish-requested',
        notificationId: `replenish:${eventInstanceId}`,
        occurredAt: requestedAt,
        subject,
        detailCode,
      };
    }
    case 'notify':
      return factOfNotification(notificationOf(action), order);
  }
}

function factOfNotification(
  notification: DrsNotification,
  { orderId, serialNumber }: OrderOfDevice,
): OrderFact | null {
  const base = {
    notificationId: notification.notificationId,
    occurredAt: notification.notificationTime,
  };
  switch (notification.type) {
    case 'DeviceDeregisteredNotification':
      return notification.device.serialNumber === serialNumber
        ? { ...base, type: 'device-deregistered' }
        : null;
    case 'DeviceRegisteredNotification':
    case 'SubscriptionChangedNotification':
      return null;
    case 'OrderPlacedNotification':
    case 'ItemShippedNotification':
    case 'OrderCancelledNotification':
      break;
  }
  if (notification.instanceId !== orderId) return null;
  const subject = {
    ...notification.device,
    slotId: notification.slotId,
    customerId: notification.customerId,
  };
  switch (notification.type) {
    case 'OrderPlacedNotification':
      return { ...base, type: 'order-placed', subject, items: notification.products };
    case 'ItemShippedNotification':
      return { ...base, type: 'item-shipped', subject, items: notification.products };
    case 'OrderCancelledNotification':
      return { ...base, type: 'order-cancelled', subject };
  }
}

/** What a step tells a device; `null` when it tells nothing about it. */
export function deviceFactIn(action: StepAction, device: SimulatedDevice): DeviceFact | null {
  if (action.kind !== 'notify') return null;
  const notification = notificationOf(action);
  switch (notification.type) {
    case 'DeviceRegisteredNotification':
    case 'SubscriptionChangedNotification':
    case 'DeviceDeregisteredNotification':
      return notification.device.serialNumber === device.serialNumber
        ? deviceFactOf(notification)
        : null;
    case 'OrderPlacedNotification':
    case 'ItemShippedNotification':
    case 'OrderCancelledNotification':
      return null;
  }
}
