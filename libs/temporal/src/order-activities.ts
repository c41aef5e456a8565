import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { OrderEmailKind, OrderEvent } from '@refill/order-lifecycle/order-event';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';

/** What an order's workflow asks of its worker. Payloads hold no personal data. */
export interface OrderActivities {
  /**
   * Writes an order and its new events to PostgreSQL in one transaction, then sends the mails that are due by it where
   * nothing speaks against that; may be repeated.
   */
  recordHistory(input: RecordHistoryInput): Promise<RecordHistoryResult>;
  /** Sends one mail, at most once per (order, kind); looks the customer up itself. */
  sendEmail(input: SendEmailInput): Promise<EmailOutcome>;
}

/** What `recordHistory` writes. */
export interface RecordHistoryInput {
  readonly snapshot: OrderSnapshot;
  readonly events: readonly OrderEvent[];
  readonly windows: OrderWindows;
  /**
   * Grows within a run, also when a crashed worker's work is done again: an older attempt that ends late must
   * not undo a newer one.
   */
  readonly revision: number;
  /** Mails that are due by this snapshot, to be sent once it is recorded. Missing before 0.7, and where none is. */
  readonly emails?: readonly RecordedEmail[];
}

/** A mail that goes out with a record. */
export interface RecordedEmail {
  readonly kind: OrderEmailKind;
  /** When that of which it tells happened: ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** What `recordHistory` found. */
export type RecordHistoryResult =
  | {
      readonly outcome: 'recorded';
      /** The deregistrations of the order's device since it began. */
      readonly deregistrations: readonly DeviceDeregistered[];
      /**
       * Once the order has ended: mails that were begun and never settled, by this run or by a worker that was
       * killed. Missing in histories from before 0.2.
       */
      readonly unsettledEmails?: readonly OrderEmailKind[];
      /** Set when the order's customer was erased: the workflow forgets the id. Missing before 0.3. */
      readonly customerPseudonym?: string;
      /**
       * How the mails ended that were tried and have ended. Missing where none was tried: none was asked for, or what
       * was found here may change what is due. Missing before 0.7.
       */
      readonly emails?: readonly EndedEmail[];
      /**
       * Mails that ended otherwise than the events tell: a try of which the workflow learned nothing had sent them, or
       * nobody knows. Missing where there is none.
       */
      readonly emailsEndedOtherwise?: readonly EndedEmail[];
    }
  /** An earlier run, past Temporal's retention, ended this order: the facts were recorded as late. */
  | { readonly outcome: 'closed-elsewhere' };

/** A mail that has ended, with its event in the history. */
export interface EndedEmail {
  readonly kind: OrderEmailKind;
  readonly outcome: EmailOutcome;
}

/** Which mail `sendEmail` sends. */
export interface SendEmailInput {
  readonly kind: OrderEmailKind;
  /** When that of which it tells happened: ISO 8601, UTC. */
  readonly occurredAt: string;
  readonly snapshot: OrderSnapshot;
}
