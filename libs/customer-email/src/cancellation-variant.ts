import type { CancellationReason, OrderStatus } from '@refill/order-lifecycle/order-status';

/** What a mail about a cancellation has to tell. */
export type CancellationVariant =
  /** The customer cancelled: the device will reorder in 5 days. */
  | 'customer-first'
  /** The customer cancelled again: no reorder until the consumable is back to 100 %. */
  | 'customer-second'
  /** Amazon's Order Resolution Flow ran out of its 72 hours: the order was never placed. */
  | 'unresolved';

/** How the order before this one, of the same slot of the same device, stands. */
export interface PreviousOrderOfSlot {
  readonly status: OrderStatus;
  readonly cancellationReason: CancellationReason | null;
}

/**
 * Which mail a cancellation asks for.
 *
 * Rule of Amazon's customer experience guidelines: it is the second in a row for a slot when the customer
 * cancelled the slot's previous order too. An unresolved order in between was no choice of the customer's.
 * @param cancellation `previousOrderOfSlot` is `null` when this order is the slot's first
 */
export function cancellationVariant(cancellation: {
  readonly reason: CancellationReason;
  readonly previousOrderOfSlot: PreviousOrderOfSlot | null;
}): CancellationVariant {
  const { reason, previousOrderOfSlot: previous } = cancellation;
  switch (reason) {
    case 'unresolved':
      return 'unresolved';
    case 'customer':
      return previous?.status === 'cancelled' && previous.cancellationReason === 'customer'
        ? 'customer-second'
        : 'customer-first';
  }
}
