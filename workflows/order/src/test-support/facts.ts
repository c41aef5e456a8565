import type { OrderFact, OrderSubject } from '@refill/order-lifecycle/order-fact';

/** The device, slot and customer of every test order. */
export const subject: OrderSubject = {
  modelId: 'model',
  serialNumber: 'serial',
  slotId: 'slot',
  customerId: 'amzn1.account.TEST',
};

/** One piece of an ASIN. */
export const item = (asin: string | null, estimatedDelivery: string | null = null) => ({
  asin,
  quantity: 1,
  unit: 'count',
  estimatedDelivery,
});

/** A Replenish call. */
export const requested = (occurredAt: string): OrderFact => ({
  type: 'replenish-requested',
  notificationId: 'replenish',
  occurredAt,
  subject,
  detailCode: 'STANDARD_ORDER_PLACED',
});

/** An OrderPlaced. */
export const placed = (occurredAt: string, items = [item('A')]): OrderFact => ({
  type: 'order-placed',
  notificationId: 'placed',
  occurredAt,
  subject,
  items,
});

/** An ItemShipped of one ASIN. */
export const shipped = (occurredAt: string, asin: string | null = 'A'): OrderFact => ({
  type: 'item-shipped',
  notificationId: `shipped-${asin ?? 'all'}`,
  occurredAt,
  subject,
  items: [item(asin)],
});

/** An OrderCancelled. */
export const cancelled = (occurredAt: string): OrderFact => ({
  type: 'order-cancelled',
  notificationId: 'cancelled',
  occurredAt,
  subject,
});

/** A DeviceDeregistered. */
export const deregistered = (occurredAt: string): OrderFact => ({
  type: 'device-deregistered',
  notificationId: 'deregistered',
  occurredAt,
});

/** An operator's end of the order. */
export const ended = (occurredAt: string): OrderFact => ({
  type: 'order-ended',
  notificationId: 'action:0b0f0e0d-0000-4000-8000-000000000001',
  occurredAt,
});
