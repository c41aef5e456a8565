import { defineSignal } from '@temporalio/workflow';

/** What the minimal order is told: ids, and whom to write to. */
export interface MinimalFact {
  readonly notificationId: string;
  readonly occurredAt: string;
  readonly recipient: string;
}

/** The two side effects of an order. */
export interface MinimalActivities {
  /** Writes one row per order and one per event, in one transaction. */
  readonly record: (orderId: string, status: string, fact: MinimalFact) => Promise<void>;
  readonly mail: (orderId: string, status: string, recipient: string) => Promise<void>;
}

/** The order was placed. */
export const placedSignal = defineSignal<[MinimalFact]>('placed');
/** The order was shipped. */
export const shippedSignal = defineSignal<[MinimalFact]>('shipped');
