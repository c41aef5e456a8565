import type { OrderNotification, ProductInfo } from '@refill/drs-notifications/notification';
import type { FactItem, OrderFact, OrderSubject } from '@refill/order-lifecycle/order-fact';
import type { StartingReplenishment } from './replenishment';

/** A fact and the order that it is about. */
export interface FactOfOrder {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly subject: OrderSubject;
  readonly fact: OrderFact;
}

/** The fact that a notification tells about its order. */
export function orderFactOf(notification: OrderNotification): FactOfOrder {
  const subject: OrderSubject = {
    modelId: notification.device.modelId,
    serialNumber: notification.device.serialNumber,
    slotId: notification.slotId,
    customerId: notification.customerId,
  };
  const base = {
    notificationId: notification.notificationId,
    occurredAt: notification.notificationTime,
    subject,
  };
  const orderId = notification.instanceId;
  switch (notification.type) {
    case 'OrderPlacedNotification':
      return {
        orderId,
        subject,
        fact: {
          ...base,
          type: 'order-placed',
          items: notification.products.map(factItemOf),
          version: notification.version,
        },
      };
    case 'OrderCancelledNotification':
      return { orderId, subject, fact: { ...base, type: 'order-cancelled' } };
    case 'ItemShippedNotification':
      return {
        orderId,
        subject,
        fact: {
          ...base,
          type: 'item-shipped',
          items: notification.products.map(factItemOf),
          version: notification.version,
        },
      };
  }
}

/** The fact that the maker's own Replenish call tells about the order it started. */
export function orderFactOfReplenishment(replenishment: StartingReplenishment): FactOfOrder {
  const { eventInstanceId, detailCode, requestedAt, ...subject } = replenishment;
  return {
    orderId: eventInstanceId,
    subject,
    fact: {
      type: 'replenish-requested',
      notificationId: `replenish:${eventInstanceId}`,
      occurredAt: requestedAt,
      subject,
      detailCode,
    },
  };
}

// Field by field: what a fact holds stands in histories for years, a notification may grow.
function factItemOf({ asin, quantity, unit, estimatedDelivery }: ProductInfo): FactItem {
  return { asin, quantity, unit, estimatedDelivery };
}
