import type { OrderDeadlineKind } from './order-deadline-kind';
import type { CancellationReason, OrderAttention, OrderStatus } from './order-status';

/** One item of an order, as the history shows it. */
export interface OrderItem {
  readonly asin: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
  /** ISO 8601, UTC. */
  readonly estimatedDelivery: string | null;
  readonly shipped: boolean;
}

/** What an order waits for next. */
export interface OrderNext {
  readonly kind: OrderDeadlineKind;
  /** When it falls: ISO 8601, UTC. */
  readonly at: string;
}

/**
 * All that is known of an order at one moment; what the history's row holds.
 * Times are ISO 8601, UTC; what is not known is `null`.
 */
export interface OrderSnapshot {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly cancellationReason: CancellationReason | null;
  readonly device: { readonly modelId: string; readonly serialNumber: string };
  readonly slotId: string;
  readonly customerId: string;
  readonly items: readonly OrderItem[];
  readonly requestedAt: string | null;
  readonly placedAt: string | null;
  readonly cancellableUntil: string | null;
  readonly cancelledAt: string | null;
  readonly shippedAt: string | null;
  /** When the last of the items still to come is expected. */
  readonly estimatedDelivery: string | null;
  readonly deviceDeregisteredAt: string | null;
  readonly attention: readonly OrderAttention[];
  /** Whether the order is one of a test device: nothing ships, nothing is charged. */
  readonly test: boolean;
  /** The earliest time that any fact of the order names: ISO 8601, UTC. */
  readonly startedAt: string;
  /** `null` once the order has ended; missing in what orders of before 0.6 wrote. */
  readonly next?: OrderNext | null;
}
