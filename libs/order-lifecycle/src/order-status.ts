/** Every status of an order. Source: the design's table "Order statuses". */
export const ORDER_STATUSES = [
  'requested',
  'placed',
  'awaiting-shipment',
  'partially-shipped',
  'shipped',
  'cancelled',
  'expired',
  'ended',
] as const;

/** Where an order stands in its life. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * The statuses that end an order: `shipped` and `cancelled` by Amazon's word, `expired` for want of one, `ended` by an
 * operator's hand.
 */
export const TERMINAL_STATUSES = ['shipped', 'cancelled', 'expired', 'ended'] as const;

/** A status that ends an order. */
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

/** Whether an order in this status has ended. */
export function isTerminal(status: OrderStatus): status is TerminalStatus {
  switch (status) {
    case 'shipped':
    case 'cancelled':
    case 'expired':
    case 'ended':
      return true;
    case 'requested':
    case 'placed':
    case 'awaiting-shipment':
    case 'partially-shipped':
      return false;
  }
}

/** The statuses of an order that has not ended. */
export const OPEN_STATUSES = ORDER_STATUSES.filter((status) => !isTerminal(status));

/** What a person should look at: marks on an order, in no particular order. */
export const ORDER_ATTENTIONS = [
  'unresolved',
  'ship-overdue',
  'item-mismatch',
  'contradiction',
] as const;

/**
 * A mark on an order:
 * `unresolved`: 72 hours without a word of Amazon; `ship-overdue`: the estimated delivery passed unshipped;
 * `item-mismatch`: an ASIN shipped that was never placed; `contradiction`: both shipped and cancelled.
 */
export type OrderAttention = (typeof ORDER_ATTENTIONS)[number];

/** Why an order was cancelled: by the `customer`, or `unresolved` in Amazon's Order Resolution Flow. */
export type CancellationReason = 'customer' | 'unresolved';
