import type { OrderFact } from './order-fact';

/** Every type of event in an order's history. Source: the design's contract "Event". */
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

/** The type of an event in an order's history. */
export type OrderEventType = (typeof ORDER_EVENT_TYPES)[number];

/** The kinds of mail that an order can cause. */
export const ORDER_EMAIL_KINDS = [
  'order-placed',
  'order-cancelled',
  'item-shipped',
  'ship-overdue',
] as const;

/** A kind of mail that an order can cause. */
export type OrderEmailKind = (typeof ORDER_EMAIL_KINDS)[number];

/** Why a mail that was due was not sent. */
export type EmailSkipReason =
  /** Nobody told us how to reach this customer. */
  | 'no-contact'
  /** The kind is not in `EMAIL_KINDS`. */
  | 'kind-switched-off'
  /** What it tells happened longer ago than `EMAIL_MAX_AGE`. */
  | 'too-old'
  /** What it says is no longer true: the order went on before it could be sent. */
  | 'superseded'
  /** It asks the customer to act, and the device is no longer theirs. */
  | 'device-deregistered';

/**
 * An event of an order's history before it has a number.
 * `key` makes recording idempotent: the same key is recorded once per order.
 */
export type OrderEvent =
  | {
      readonly type: OrderFact['type'];
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: string;
      readonly data: { readonly fact: OrderFact };
    }
  | {
      readonly type: 'late-notification';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: string;
      readonly data: { readonly fact: OrderFact };
    }
  | {
      readonly type: 'cancel-window-closed' | 'ship-overdue' | 'resolution-timeout' | 'expired';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: Readonly<Record<string, never>>;
    }
  | {
      readonly type: 'email-sent';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: { readonly kind: string; readonly messageId: string };
    }
  | {
      readonly type: 'email-skipped';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: { readonly kind: string; readonly reason: EmailSkipReason };
    }
  | {
      readonly type: 'email-failed';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: { readonly kind: string; readonly code: string };
    }
  | {
      readonly type: 'note';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: {
        readonly text: string;
        /** Who wrote it; missing in a note of the order's own. */
        readonly actor?: string | null;
        /** The operator's action behind it; missing in a note of the order's own. */
        readonly actionId?: string;
      };
    }
  | {
      readonly type: 'email-resent';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: ResentEmail;
    }
  | {
      readonly type: 'email-resend-failed';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: ResentEmail & { readonly code: string };
    }
  | {
      readonly type: 'reconciled';
      readonly key: string;
      readonly occurredAt: string;
      readonly notificationId: null;
      readonly data: {
        readonly differences: readonly OrderDifference[];
        readonly actionId: string;
        readonly actor: string | null;
      };
    };

/** A mail that an operator sent once more. */
export interface ResentEmail {
  readonly kind: string;
  readonly actionId: string;
  readonly actor: string | null;
  /** Whether it went to another address than the customer's; never which. */
  readonly otherAddress: boolean;
}

/** Where the history's row differed from what Temporal's history gives. */
export interface OrderDifference {
  /** The field of the snapshot. */
  readonly field: string;
  readonly history: unknown;
  readonly temporal: unknown;
}
