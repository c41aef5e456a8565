import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { cancellationVariant, type PreviousOrderOfSlot } from './cancellation-variant';
import type { OrderEmail } from './order-email';

/** What a mail needs besides the order itself. */
export interface OrderEmailContext {
  /** The customer's name, `null` when it is not known. */
  readonly name: string | null;
  /** The display name of `EMAIL_FROM`, `null` when it has none. */
  readonly brand: string | null;
  /** ISO 8601, UTC: now. */
  readonly sentAt: string;
  /** The order of the same slot right before this one; looked at for cancellations only. */
  readonly previousOrderOfSlot: PreviousOrderOfSlot | null;
}

/** The mail of a kind about an order as it stands. */
export function orderEmailOf(
  kind: OrderEmailKind,
  order: OrderSnapshot,
  context: OrderEmailContext,
): OrderEmail {
  const about = {
    orderId: order.orderId,
    brand: context.brand,
    name: context.name,
    device: order.device,
    slotId: order.slotId,
    items: order.items,
    deviceDeregistered: order.deviceDeregisteredAt !== null,
    test: order.test,
    sentAt: context.sentAt,
  };
  const { estimatedDelivery } = order;
  switch (kind) {
    case 'order-placed':
      return { ...about, kind, cancellableUntil: order.cancellableUntil, estimatedDelivery };
    case 'order-cancelled':
      return {
        ...about,
        kind,
        cancelledAt: order.cancelledAt,
        variant: cancellationVariant({
          // Only the customer's own cancellation brings a promise with it: not known means none.
          reason: order.cancellationReason ?? 'unresolved',
          previousOrderOfSlot: context.previousOrderOfSlot,
        }),
      };
    case 'item-shipped':
      return { ...about, kind, shippedAt: order.shippedAt, estimatedDelivery };
    case 'ship-overdue':
      return { ...about, kind, estimatedDelivery };
  }
}
