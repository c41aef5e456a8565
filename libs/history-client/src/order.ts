import { flag, listOf, nullable, number, objectOf, oneOf, text } from './answer-reader';
import type { Open } from './open-union';

/** The statuses of an order that this version knows. */
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
export type OrderStatus = Open<(typeof ORDER_STATUSES)[number]>;

/** The marks on an order that this version knows. */
export const ORDER_ATTENTIONS = [
  'unresolved',
  'ship-overdue',
  'item-mismatch',
  'contradiction',
] as const;

/** What a person should look at. */
export type OrderAttention = Open<(typeof ORDER_ATTENTIONS)[number]>;

const CANCELLATION_REASONS = ['customer', 'unresolved'] as const;

/** Why an order was cancelled: by the customer, or unresolved in Amazon's Order Resolution Flow. */
export type CancellationReason = Open<(typeof CANCELLATION_REASONS)[number]>;

/** Amazon's two ids of a device. */
export interface DeviceIdentity {
  readonly modelId: string;
  readonly serialNumber: string;
}

/** One product of an order; what Amazon did not say is `null`. */
export interface OrderItem {
  readonly asin: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
  /** ISO 8601, UTC. */
  readonly estimatedDelivery: string | null;
  readonly shipped: boolean;
}

/** The deadlines of an order that this version knows. */
export const ORDER_DEADLINE_KINDS = [
  'settle',
  'resolution',
  'cancel-window',
  'overdue',
  'expiry',
] as const;

/** What an order waits for at the latest. */
export interface OrderNext {
  readonly kind: Open<(typeof ORDER_DEADLINE_KINDS)[number]>;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The run in Temporal that wrote an order. */
export interface OrderWorkflow {
  readonly workflowId: string;
  readonly runId: string;
  /** In the Temporal UI; `null` where none is configured. */
  readonly url: string | null;
}

/** An order. Times are ISO 8601 in UTC; what is not known is `null`. */
export interface Order {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly cancellationReason: CancellationReason | null;
  readonly device: DeviceIdentity;
  readonly slotId: string;
  /** Amazon's `directedCustomerId`, or a pseudonym once the customer was erased. */
  readonly customerId: string;
  readonly items: readonly OrderItem[];
  readonly requestedAt: string | null;
  readonly placedAt: string | null;
  readonly cancellableUntil: string | null;
  readonly cancelledAt: string | null;
  readonly shippedAt: string | null;
  readonly estimatedDelivery: string | null;
  readonly deviceDeregisteredAt: string | null;
  readonly attention: readonly OrderAttention[];
  /** Whether it is one of Amazon's test orders. */
  readonly test: boolean;
  /** `null` once it has ended, or from a server that does not tell. */
  readonly next: OrderNext | null;
  readonly workflow: OrderWorkflow;
  readonly updatedAt: string;
}

/** Reads the two ids of a device. */
export const deviceIdentityReader = objectOf<DeviceIdentity>({ modelId: text, serialNumber: text });

/** Reads an order. */
export const orderReader = objectOf<Order>({
  orderId: text,
  status: oneOf(ORDER_STATUSES),
  cancellationReason: nullable(oneOf(CANCELLATION_REASONS)),
  device: deviceIdentityReader,
  slotId: text,
  customerId: text,
  items: listOf(
    objectOf<OrderItem>({
      asin: nullable(text),
      quantity: nullable(number),
      unit: nullable(text),
      estimatedDelivery: nullable(text),
      shipped: flag,
    }),
  ),
  requestedAt: nullable(text),
  placedAt: nullable(text),
  cancellableUntil: nullable(text),
  cancelledAt: nullable(text),
  shippedAt: nullable(text),
  estimatedDelivery: nullable(text),
  deviceDeregisteredAt: nullable(text),
  attention: listOf(oneOf(ORDER_ATTENTIONS)),
  test: flag,
  next: nullable(objectOf<OrderNext>({ kind: oneOf(ORDER_DEADLINE_KINDS), at: text })),
  workflow: objectOf<OrderWorkflow>({ workflowId: text, runId: text, url: nullable(text) }),
  updatedAt: text,
});
