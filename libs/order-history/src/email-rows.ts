import { sql, type Transaction } from 'kysely';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { DatabaseSchema } from './database-schema';
import { emailOutcomeSchema, readStored } from './stored-json';

/** Writes how a mail ended into `emails`, claimed or not; what is settled already stays. */
export async function settleEmailRow(
  trx: Transaction<DatabaseSchema>,
  email: { readonly orderId: string; readonly kind: string; readonly outcome: EmailOutcome },
): Promise<void> {
  const columns = outcomeColumns(email.outcome);
  await trx
    .insertInto('emails')
    .values({
      order_id: email.orderId,
      kind: email.kind,
      message_id: columns.message_id ?? null,
      ...columns,
      settled_at: sql<string>`clock_timestamp()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['order_id', 'kind'])
        .doUpdateSet({ ...columns, settled_at: sql<string>`clock_timestamp()` })
        .where('emails.outcome', 'is', null),
    )
    .execute();
}

/** Settles the mails whose end a workflow tells by an event: the event and its row never disagree. */
export async function settleEmailsOf(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
  events: readonly OrderEvent[],
): Promise<void> {
  for (const event of events) {
    const email = emailOf(event);
    if (email !== null) await settleEmailRow(trx, { orderId, ...email });
  }
}

function emailOf(
  event: OrderEvent,
): { readonly kind: string; readonly outcome: EmailOutcome } | null {
  switch (event.type) {
    case 'email-sent':
      return {
        kind: event.data.kind,
        outcome: { outcome: 'sent', messageId: event.data.messageId },
      };
    case 'email-skipped':
      return { kind: event.data.kind, outcome: { outcome: 'skipped', reason: event.data.reason } };
    case 'email-failed':
      return { kind: event.data.kind, outcome: { outcome: 'failed', code: event.data.code } };
    default:
      return null;
  }
}

/** The columns in which a table of mails tells how one ended. */
export function outcomeColumns(outcome: EmailOutcome) {
  switch (outcome.outcome) {
    case 'sent':
      return { outcome: outcome.outcome, detail: null, message_id: outcome.messageId };
    case 'skipped':
      return { outcome: outcome.outcome, detail: outcome.reason };
    case 'failed':
      return { outcome: outcome.outcome, detail: outcome.code };
  }
}

/** What a row of a table of mails says of how a mail ended. */
export interface EmailRow {
  readonly message_id: string | null;
  /** `null` while it is under way. */
  readonly outcome: string | null;
  readonly detail: string | null;
}

/**
 * How a mail ended, from a row of a table of mails.
 * @param place which row, for the error's message
 * @throws HistoryError `HISTORY_ROW_INVALID` when the row does not say it as Refill does
 */
export function outcomeOf(row: EmailRow, place: string): EmailOutcome {
  const stored = {
    outcome: row.outcome,
    messageId: row.message_id,
    reason: row.detail,
    code: row.detail,
  };
  return readStored(emailOutcomeSchema, stored, place);
}
