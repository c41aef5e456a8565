import type { OrderStatus } from './order-status';

/** What moves an order from one status to another: Amazon's word, an operator's, or a deadline of ours. */
export const ORDER_TRIGGERS = [
  'order-placed',
  'part-shipped',
  'all-shipped',
  'order-cancelled',
  'order-ended',
  'cancel-window-closed',
  'resolution-timeout',
  'expiry',
] as const;

/** What moves an order from one status to another. */
export type OrderTrigger = (typeof ORDER_TRIGGERS)[number];

/**
 * Every transition of an order. A trigger that a status does not list leaves it as it is.
 *
 * `shipped` and `cancelled` lead to each other only: Amazon contradicts itself there, and the later
 * `notificationTime` wins. After a cancellation any shipment ends the order, a partial one too: nothing
 * tells what else would come. `ended` leads to both: what Amazon says of the end counts for more than an operator's
 * having given up. No terminal status leads back to an open one.
 */
export const ORDER_TRANSITIONS: Readonly<
  Record<OrderStatus, Readonly<Partial<Record<OrderTrigger, OrderStatus>>>>
> = {
  requested: {
    'order-placed': 'placed',
    'part-shipped': 'partially-shipped',
    'all-shipped': 'shipped',
    'order-cancelled': 'cancelled',
    'order-ended': 'ended',
    'resolution-timeout': 'expired',
  },
  placed: {
    'cancel-window-closed': 'awaiting-shipment',
    'part-shipped': 'partially-shipped',
    'all-shipped': 'shipped',
    'order-cancelled': 'cancelled',
    'order-ended': 'ended',
  },
  'awaiting-shipment': {
    'part-shipped': 'partially-shipped',
    'all-shipped': 'shipped',
    'order-cancelled': 'cancelled',
    'order-ended': 'ended',
    expiry: 'expired',
  },
  'partially-shipped': {
    'all-shipped': 'shipped',
    'order-cancelled': 'cancelled',
    'order-ended': 'ended',
    expiry: 'expired',
  },
  shipped: { 'order-cancelled': 'cancelled' },
  cancelled: { 'part-shipped': 'shipped', 'all-shipped': 'shipped' },
  expired: {},
  ended: { 'all-shipped': 'shipped', 'order-cancelled': 'cancelled' },
};

/** The status after a trigger; the same status where the table lists none. */
export function transition(status: OrderStatus, trigger: OrderTrigger): OrderStatus {
  return ORDER_TRANSITIONS[status][trigger] ?? status;
}
