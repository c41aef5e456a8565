import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { OrderEmailKind, OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { EmailToClaim } from './claim-email';
import type { EmailClaim } from './email-claim';
import type { OrderRun } from './order-row';
import type { StatusChange } from './status-change';

/** What a workflow run has to say about its order. */
export interface RecordOrderInput extends OrderRun {
  readonly snapshot: OrderSnapshot;
  /** Those recorded before may be among them. */
  readonly events: readonly OrderEvent[];
  /** Mails that are due, to be claimed with the record where that can be; none by default. */
  readonly emails?: readonly EmailOfRecord[];
}

/** A mail of the order that is recorded, to be claimed with it; see {@link claimEmail}. */
export interface EmailOfRecord extends Omit<EmailToClaim, 'orderId'> {
  readonly kind: OrderEmailKind;
}

/** A mail that was claimed with a record. */
export interface ClaimedEmail {
  readonly kind: OrderEmailKind;
  readonly claim: EmailClaim;
}

/** What became of a record. */
export interface WrittenOrder {
  /** `closed-elsewhere`: another run ended this order before, and the facts were recorded as late. */
  readonly outcome: 'recorded' | 'closed-elsewhere';
  /** The pseudonym of the order's customer, where an id of theirs was among what was to be written. */
  readonly pseudonym?: string | undefined;
  /** `null` when the status of the row is what it was. */
  readonly change: StatusChange | null;
  /** The mails that were claimed with it. */
  readonly claims: readonly ClaimedEmail[];
  /** Mails that ended otherwise than the input tells. */
  readonly emailsEndedOtherwise?: readonly OtherwiseEndedEmail[];
  /** Kinds of whose end the input tells and which somebody may be sending now. */
  readonly emailsUnderWay?: readonly string[];
}

/** A mail of which a workflow told another end than the one it had. */
export interface OtherwiseEndedEmail {
  readonly kind: string;
  readonly outcome: EmailOutcome;
}
