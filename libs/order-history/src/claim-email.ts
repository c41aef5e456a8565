import { sql } from 'kysely';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { appendEvents } from './append-events';
import type { OrderHistoryDatabase } from './database';
import { type EmailRow, outcomeOf, settleEmailRow } from './email-rows';
import { HistoryError } from './history-error';
import { lockOrder } from './lock-order';
import { type EndedEmail, settleEmailAtOnce } from './settle-email-at-once';

/** Whether a mail may be sent, and under which `Message-ID`. */
export type EmailClaim =
  | { readonly state: 'claimed'; readonly messageId: string }
  /** It was sent, skipped or given up before. */
  | { readonly state: 'settled'; readonly outcome: EmailOutcome };

/**
 * Claims a mail before it is sent; may be repeated.
 * @param email `messageId` is derived from the order, so that a repeated send is the same mail; of two
 *   claims the first one's `messageId` stays
 */
export async function claimEmail(
  db: OrderHistoryDatabase,
  email: { readonly orderId: string; readonly kind: string; readonly messageId: string },
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
    })
    // Changes nothing, but makes the row that is there come back.
    .onConflict((conflict) =>
      conflict.columns(['order_id', 'kind']).doUpdateSet({
        message_id: sql<string>`coalesce(emails.message_id, excluded.message_id)`,
      }),
    )
    .returning(['message_id', 'outcome', 'detail'])
    .executeTakeFirstOrThrow();
  return emailClaimOf(row, email.messageId, `email ${email.kind} of order ${email.orderId}`);
}

/**
 * What a mail's row, once it was claimed, says.
 * @param messageId of the claim, where the row has none
 * @param place which row, for the error's message
 * @throws HistoryError `HISTORY_ROW_INVALID` when the row does not say it as Refill does
 */
export function emailClaimOf(row: EmailRow, messageId: string, place: string): EmailClaim {
  if (row.outcome === null) return { state: 'claimed', messageId: row.message_id ?? messageId };
  return { state: 'settled', outcome: outcomeOf(row, place) };
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
