import { sql, type Transaction } from 'kysely';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { DatabaseSchema } from './database-schema';

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

function outcomeColumns(outcome: EmailOutcome) {
  switch (outcome.outcome) {
    case 'sent':
      return { outcome: outcome.outcome, detail: null, message_id: outcome.messageId };
    case 'skipped':
      return { outcome: outcome.outcome, detail: outcome.reason };
    case 'failed':
      return { outcome: outcome.outcome, detail: outcome.code };
  }
}
