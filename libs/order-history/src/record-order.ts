import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type { Contact } from './contacts';
import type { OrderHistoryDatabase } from './database';
import type { ClaimedEmail, OtherwiseEndedEmail, RecordOrderInput } from './order-record';
import { readBesideOrder } from './read-beside-order';
import { recordOrderAtOnce } from './record-order-at-once';
import { recordOrderWithCare } from './record-order-with-care';
import type { StatusChange } from './status-change';

/** What became of it. */
export type RecordOrderResult =
  | {
      readonly outcome: 'recorded';
      /** The deregistrations of the order's device since the order began. */
      readonly deregistrations: readonly DeviceDeregistered[];
      /** Once the order has ended: mails that were claimed and never settled, here or by a worker that was killed. */
      readonly unsettledEmails: readonly OrderEmailKind[];
      /** Set when the order's customer was erased: this was written in the place of the id. */
      readonly customerPseudonym?: string;
      /** The mails that were claimed; none where the record had to be written with care. */
      readonly claims: readonly ClaimedEmail[];
      /** How to reach the customer, for mails that were claimed; `null` when nobody told us. */
      readonly contact: Contact | null;
      /** Mails that ended otherwise than the input tells; missing where there is none. */
      readonly emailsEndedOtherwise?: readonly OtherwiseEndedEmail[];
      /**
       * Kinds of mail of whose end the input tells and which somebody may be sending now: that was not written, and has to be
       * told again. Missing where there is none.
       */
      readonly emailsUnderWay?: readonly string[];
    }
  /** Another run ended this order before: the facts were recorded as late. */
  | { readonly outcome: 'closed-elsewhere' };

/**
 * Writes an order and its new events in one transaction; may be repeated.
 *
 * A run that comes after another one takes the order over, unless that one ended it.
 * The deregistrations are read after the commit: whoever deregisters a device writes that first and then
 * looks for open orders, so of two that meet at least one sees the other.
 * @param onStatusChange told after the commit, so at most once for each change, however often this is repeated
 */
export async function recordOrder(
  db: OrderHistoryDatabase,
  input: RecordOrderInput,
  onStatusChange?: (change: StatusChange) => void,
): Promise<RecordOrderResult> {
  const written = (await recordOrderAtOnce(db, input)) ?? (await recordOrderWithCare(db, input));
  // Before the reads below: when they fail this is repeated, and the row no longer changes.
  if (written.change !== null) onStatusChange?.(written.change);
  if (written.outcome === 'closed-elsewhere') return { outcome: written.outcome };
  const { outcome, pseudonym, claims, emailsEndedOtherwise = [], emailsUnderWay = [] } = written;
  return {
    outcome,
    ...(pseudonym === undefined ? {} : { customerPseudonym: pseudonym }),
    claims,
    ...(emailsEndedOtherwise.length === 0 ? {} : { emailsEndedOtherwise }),
    ...(emailsUnderWay.length === 0 ? {} : { emailsUnderWay }),
    ...(await readBesideOrder(db, input.snapshot, claims.length > 0)),
  };
}
