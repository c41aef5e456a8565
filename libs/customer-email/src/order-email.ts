import type { OrderItem } from '@refill/order-lifecycle/order-snapshot';
import type { CancellationVariant } from './cancellation-variant';

/** What every mail about an order tells; times are ISO 8601, UTC. */
interface OrderEmailBase {
  /** Amazon's `instanceId`; the mail shows its end. */
  readonly orderId: string;
  /** Who writes: the display name of `EMAIL_FROM`, `null` when it has none. */
  readonly brand: string | null;
  /** The customer's name, `null` when it is not known. */
  readonly name: string | null;
  readonly device: { readonly modelId: string; readonly serialNumber: string };
  readonly slotId: string;
  /** May be empty: Amazon does not say what an unplaced order would have held. */
  readonly items: readonly OrderItem[];
  /** Whether the device is no longer registered: then nothing is promised and nothing asked for. */
  readonly deviceDeregistered: boolean;
  /** Whether the order is one of a test device: nothing ships, nothing is charged. */
  readonly test: boolean;
  /** When the mail is written: what lies before it is no longer announced. */
  readonly sentAt: string;
}

/** Amazon placed the order. */
export interface OrderPlacedEmail extends OrderEmailBase {
  readonly kind: 'order-placed';
  readonly cancellableUntil: string | null;
  readonly estimatedDelivery: string | null;
}

/** The order was cancelled, by the customer or by Amazon. */
export interface OrderCancelledEmail extends OrderEmailBase {
  readonly kind: 'order-cancelled';
  readonly variant: CancellationVariant;
  readonly cancelledAt: string | null;
}

/** Amazon shipped all of the order. */
export interface ItemShippedEmail extends OrderEmailBase {
  readonly kind: 'item-shipped';
  readonly shippedAt: string | null;
  readonly estimatedDelivery: string | null;
}

/** The estimated delivery passed and Amazon has not shipped all of the order. */
export interface ShipOverdueEmail extends OrderEmailBase {
  readonly kind: 'ship-overdue';
  readonly estimatedDelivery: string | null;
}

/** A mail about an order, as data: what the templates need and nothing else. */
export type OrderEmail =
  OrderPlacedEmail | OrderCancelledEmail | ItemShippedEmail | ShipOverdueEmail;
