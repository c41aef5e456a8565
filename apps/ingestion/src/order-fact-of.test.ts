import type {
  OrderCancelledNotification,
  OrderPlacedNotification,
} from '@refill/drs-notifications/notification';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import { orderFactOf, orderFactOfReplenishment } from './order-fact-of';

const base = {
  notificationId: 'n-1',
  notificationTime: '2030-01-01T10:00:00.000Z',
  lwaClientId: 'client',
  device: { modelId: 'model', serialNumber: 'serial' },
  customerId: 'customer',
} as const;
const ofOrder = { ...base, instanceId: 'order-1', slotId: 'slot' };
const subject = {
  modelId: 'model',
  serialNumber: 'serial',
  slotId: 'slot',
  customerId: 'customer',
};
const product = {
  asin: 'ASIN',
  quantity: 1.5,
  unit: 'count',
  estimatedDelivery: '2030-01-05T07:59:59.000Z',
};
const placed: OrderPlacedNotification = {
  ...ofOrder,
  type: 'OrderPlacedNotification',
  version: '2.0',
  products: [product],
};
const cancelled: OrderCancelledNotification = {
  ...ofOrder,
  type: 'OrderCancelledNotification',
  version: null,
};

describe('orderFactOf', () => {
  it('makes an order-placed of OrderPlaced', () => {
    expect(orderFactOf(placed)).toEqual({
      orderId: 'order-1',
      subject,
      fact: {
        type: 'order-placed',
        notificationId: 'n-1',
        occurredAt: '2030-01-01T10:00:00.000Z',
        subject,
        items: [product],
        version: '2.0',
      },
    });
  });

  it('makes an item-shipped of ItemShipped', () => {
    expect(orderFactOf({ ...placed, type: 'ItemShippedNotification' }).fact).toMatchObject({
      type: 'item-shipped',
      items: [product],
    });
  });

  it('makes an order-cancelled of OrderCancelled', () => {
    expect(orderFactOf(cancelled).fact).toEqual({
      type: 'order-cancelled',
      notificationId: 'n-1',
      occurredAt: '2030-01-01T10:00:00.000Z',
      subject,
    });
  });

  it('gives facts that the order can read', () => {
    for (const { fact } of [orderFactOf(placed), orderFactOf(cancelled)]) {
      expect(orderFactSchema.parse(fact)).toEqual(fact);
    }
  });
});

describe('orderFactOfReplenishment', () => {
  it.each(['STANDARD_ORDER_PLACED', 'TEST_ORDER_PLACED'] as const)('keeps %s', (detailCode) => {
    const requestedAt = '2030-01-01T09:00:00.000Z';
    const made = orderFactOfReplenishment({
      eventInstanceId: 'order-1',
      detailCode,
      requestedAt,
      ...subject,
    });
    expect(made).toEqual({
      orderId: 'order-1',
      subject,
      fact: {
        type: 'replenish-requested',
        notificationId: 'replenish:order-1',
        occurredAt: requestedAt,
        subject,
        detailCode,
      },
    });
    expect(orderFactSchema.parse(made.fact)).toEqual(made.fact);
  });
});
