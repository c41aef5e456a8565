import { nullable, number, objectOf, oneOf, record, text } from './answer-reader';
import type { Open } from './open-union';

/** The types of an order's events that this version knows. */
export const ORDER_EVENT_TYPES = [
  'replenish-requested',
  'order-placed',
  'order-cancelled',
  'item-shipped',
  'device-deregistered',
  'order-ended',
  'cancel-window-closed',
  'ship-overdue',
  'resolution-timeout',
  'expired',
  'email-sent',
  'email-skipped',
  'email-failed',
  'late-notification',
  'note',
  'email-resent',
  'email-resend-failed',
  'reconciled',
] as const;

/** What happened to an order. */
export type OrderEventType = Open<(typeof ORDER_EVENT_TYPES)[number]>;

/** An event of an order's history. */
export interface OrderEvent {
  /** 1, 2, 3 … in the order of recording. */
  readonly seq: number;
  readonly type: OrderEventType;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  readonly notificationId: string | null;
  /** `{fact}` of a notification, `{kind, …}` of a mail, `{text}` of a note, else `{}`. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads an event of an order. */
export const orderEventReader = objectOf<OrderEvent>({
  seq: number,
  type: oneOf(ORDER_EVENT_TYPES),
  occurredAt: text,
  recordedAt: text,
  notificationId: nullable(text),
  data: record,
});
