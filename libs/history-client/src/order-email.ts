import { listOf, nullable, objectOf, oneOf, text } from './answer-reader';
import type { Open } from './open-union';

/** The kinds of mail about an order that this version knows. */
export const ORDER_EMAIL_KINDS = [
  'order-placed',
  'order-cancelled',
  'item-shipped',
  'ship-overdue',
] as const;

/** A kind of mail about an order. */
export type OrderEmailKind = Open<(typeof ORDER_EMAIL_KINDS)[number]>;

/** What can become of a mail, as this version knows it. */
export const ORDER_EMAIL_OUTCOMES = ['sent', 'skipped', 'failed', 'pending'] as const;

/** What became of a mail; `pending`: it is being sent, or tried again. */
export type OrderEmailOutcome = Open<(typeof ORDER_EMAIL_OUTCOMES)[number]>;

/** A mail about an order. */
export interface OrderEmail {
  readonly kind: OrderEmailKind;
  readonly outcome: OrderEmailOutcome;
  /** The reason of a skip, the code of a failure. */
  readonly detail: string | null;
  readonly messageId: string | null;
  /** When it ended; while it is pending, when it was begun. ISO 8601 in UTC. */
  readonly at: string;
}

/** Reads the mails of an order. */
export const orderEmailsReader = objectOf<{ readonly items: readonly OrderEmail[] }>({
  items: listOf(
    objectOf<OrderEmail>({
      kind: oneOf(ORDER_EMAIL_KINDS),
      outcome: oneOf(ORDER_EMAIL_OUTCOMES),
      detail: nullable(text),
      messageId: nullable(text),
      at: text,
    }),
  ),
});
