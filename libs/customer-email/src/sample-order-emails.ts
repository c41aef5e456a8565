import type { OrderEmail } from './order-email';

const about = {
  orderId: 'amzn1.dash.v2.o.ci45k2m9x7q3d1f8',
  brand: 'Aqua Home',
  name: 'Test Customer',
  device: { modelId: 'AquaFilter-300', serialNumber: 'AF3-0012345' },
  slotId: 'water-filter',
  items: [
    {
      asin: 'B0EXAMPLE1',
      quantity: 2,
      unit: 'count',
      estimatedDelivery: '2026-03-09T07:59:59Z',
      shipped: false,
    },
  ],
  deviceDeregistered: false,
  test: false,
  sentAt: '2026-03-04T14:31:00.000Z',
} as const;
const estimatedDelivery = '2026-03-09T07:59:59Z';
const several = [
  about.items[0],
  {
    asin: 'B0EXAMPLE2',
    quantity: 1.5,
    unit: 'pounds',
    estimatedDelivery: '2026-03-11T07:59:59Z',
    shipped: false,
  },
] as const;
const cancelledAt = '2026-03-04T14:30:00.000Z';

/** A mail of every kind and variant, with made-up data: for previews and tests. */
export const SAMPLE_ORDER_EMAILS: Readonly<Record<string, OrderEmail>> = {
  'order-placed': {
    ...about,
    kind: 'order-placed',
    cancellableUntil: '2026-03-05T14:30:00.000Z',
    estimatedDelivery,
  },
  'order-placed.several': {
    ...about,
    kind: 'order-placed',
    name: null,
    items: several,
    cancellableUntil: '2026-03-05T14:30:00.000Z',
    estimatedDelivery: '2026-03-11T07:59:59Z',
  },
  'order-placed.1.0-deregistered': {
    ...about,
    kind: 'order-placed',
    items: [{ ...about.items[0], asin: null }],
    deviceDeregistered: true,
    cancellableUntil: '2026-03-05T14:30:00.000Z',
    estimatedDelivery,
  },
  'order-cancelled.customer-first': {
    ...about,
    kind: 'order-cancelled',
    variant: 'customer-first',
    cancelledAt,
  },
  'order-cancelled.customer-second': {
    ...about,
    kind: 'order-cancelled',
    variant: 'customer-second',
    cancelledAt,
  },
  'order-cancelled.unresolved': {
    ...about,
    kind: 'order-cancelled',
    items: [],
    variant: 'unresolved',
    cancelledAt,
  },
  'order-cancelled.deregistered': {
    ...about,
    kind: 'order-cancelled',
    variant: 'customer-first',
    deviceDeregistered: true,
    cancelledAt,
  },
  'item-shipped': {
    ...about,
    kind: 'item-shipped',
    items: [{ ...about.items[0], shipped: true }],
    shippedAt: '2026-03-04T14:30:00.000Z',
    estimatedDelivery,
  },
  'item-shipped.test-device': {
    ...about,
    kind: 'item-shipped',
    brand: null,
    items: [{ ...about.items[0], shipped: true }],
    test: true,
    shippedAt: '2026-03-04T14:30:00.000Z',
    estimatedDelivery,
  },
  'ship-overdue': {
    ...about,
    kind: 'ship-overdue',
    sentAt: '2026-03-09T08:00:00.000Z',
    estimatedDelivery,
  },
  'ship-overdue.partly-shipped': {
    ...about,
    kind: 'ship-overdue',
    items: [{ ...several[0], shipped: true }, several[1]],
    sentAt: '2026-03-11T08:00:00.000Z',
    estimatedDelivery: '2026-03-11T07:59:59Z',
  },
};
