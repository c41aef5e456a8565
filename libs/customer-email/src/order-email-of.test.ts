import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import { orderEmailOf } from './order-email-of';

const order: OrderSnapshot = {
  orderId: 'amzn1.dash.v2.o.1',
  status: 'cancelled',
  cancellationReason: 'customer',
  device: { modelId: 'model', serialNumber: 'serial' },
  slotId: 'slot',
  customerId: 'customer',
  items: [],
  requestedAt: null,
  placedAt: '2026-03-04T14:30:00.000Z',
  cancellableUntil: '2026-03-05T14:30:00.000Z',
  cancelledAt: '2026-03-04T15:00:00.000Z',
  shippedAt: '2026-03-06T10:00:00.000Z',
  estimatedDelivery: '2026-03-09T07:59:59.000Z',
  deviceDeregisteredAt: null,
  attention: [],
  test: false,
  startedAt: '2026-03-04T14:30:00.000Z',
};
const context = {
  name: null,
  brand: 'Aqua Home',
  sentAt: '2026-03-04T15:00:01.000Z',
  previousOrderOfSlot: null,
};

describe('orderEmailOf', () => {
  it.each(ORDER_EMAIL_KINDS)('tells in %s what the order says', (kind) => {
    expect(orderEmailOf(kind, order, context)).toMatchObject({
      kind,
      orderId: order.orderId,
      device: order.device,
      slotId: 'slot',
      brand: 'Aqua Home',
      name: null,
      deviceDeregistered: false,
      sentAt: context.sentAt,
    });
  });

  it('knows a device that was deregistered', () => {
    const left = { ...order, deviceDeregisteredAt: '2026-03-04T14:45:00.000Z' };
    expect(orderEmailOf('order-placed', left, context).deviceDeregistered).toBe(true);
  });

  it('tells the second cancellation in a row, and an unresolved one', () => {
    const previousOrderOfSlot = { status: 'cancelled', cancellationReason: 'customer' } as const;
    const again = { ...context, previousOrderOfSlot };
    const variant = (of: OrderSnapshot, by = context as Parameters<typeof orderEmailOf>[2]) =>
      orderEmailOf('order-cancelled', of, by);
    expect(variant(order)).toMatchObject({ variant: 'customer-first' });
    expect(variant(order, again)).toMatchObject({ variant: 'customer-second' });
    const unresolved = { ...order, cancellationReason: 'unresolved' } as const;
    expect(variant(unresolved, again)).toMatchObject({ variant: 'unresolved' });
  });
});
