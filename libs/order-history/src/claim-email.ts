import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { appendEvents } from './append-events';
import type { OrderHistoryDatabase } from './database';
import {
  claimAgain,
  CLAIMED_COLUMNS,
  type EmailClaim,
  type EmailClaimant,
  emailClaimOf,
  heldUntil,
} from './email-claim';
import { outcomeOf, settleEmailRow } from './email-rows';
import { HistoryError } from './history-error';
import { lockOrder } from './lock-order';
import { type EndedEmail, settleEmailAtOnce } from './settle-email-at-once';

/** A mail of an order that is to be sent. */
export interface EmailToClaim {
  readonly orderId: string;
  readonly kind: string;
  /** Derived from the order, so that a repeated send is the same mail; of two claims the first one's stays. */
  readonly messageId: string;
  readonly claimant: EmailClaimant;
}

/** Claims a mail before it is sent; may be repeated. */
export async function claimEmail(
  db: OrderHistoryDatabase,
  email: EmailToClaim,
): Promise<EmailClaim> {
  const row = await db
    .insertInto('emails')
    .values({
      order_id: email.orderId,
      kind: email.kind,
      message_id: email.messageId,
      outcome: null,
      detail: null,
      settled_at: null,
      claimed_by: email.claimant.id,
      claimed_until: heldUntil(email.claimant),
    })
    .onConflict((conflict) =>
      conflict.columns(['order_id', 'kind']).doUpdateSet(claimAgain('emails')),
    )
    .returning(CLAIMED_COLUMNS)
    .executeTakeFirstOrThrow();
  return emailClaimOf(row, email, `email ${email.kind} of order ${email.orderId}`);
}

/** Lets go of a mail that could not be sent now, so that whoever tries it next need not wait. */
export async function releaseEmail(
  db: OrderHistoryDatabase,
  { orderId, kind, claimant }: Omit<EmailToClaim, 'messageId'>,
): Promise<void> {
  await db
    .updateTable('emails')
    .set({ claimed_until: null })
    .where('order_id', '=', orderId)
    .where('kind', '=', kind)
    .where('claimed_by', '=', claimant.id)
    .where('outcome', 'is', null)
    .execute();
}

/**
 * Records how a mail ended: its row and its event in one transaction; may be repeated.
 * @returns how it ended: the first outcome that was recorded
 * @throws HistoryError `HISTORY_UNKNOWN_ORDER` when the order was never recorded
 */
export async function settleEmail(
  db: OrderHistoryDatabase,
  email: EndedEmail,
): Promise<EmailOutcome> {
  const { orderId, kind } = email;
  if (await settleEmailAtOnce(db, email)) return email.outcome;
  return await db.transaction().execute(async (trx) => {
    if ((await lockOrder(trx, orderId)) === undefined) {
      throw new HistoryError('HISTORY_UNKNOWN_ORDER', `no order ${orderId} to settle a mail of`);
    }
    await settleEmailRow(trx, email);
    const row = await trx
      .selectFrom('emails')
      .select(['message_id', 'outcome', 'detail'])
      .where('order_id', '=', orderId)
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow();
    const outcome = outcomeOf(row, `email ${kind} of order ${orderId}`);
    await appendEvents(trx, orderId, [emailEvent(kind, outcome, email.occurredAt)], []);
    return outcome;
  });
}
