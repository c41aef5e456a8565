import type { Transaction } from 'kysely';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { DatabaseSchema } from './database-schema';
import { settleEmailRow } from './email-rows';
import type { OtherwiseEndedEmail } from './order-record';
import { settleToldEmail, TOLD_COLUMNS, type ToldEmail } from './told-email';

/** What became of the mails of an order whose end its workflow tells. */
export interface ToldEmails {
  /** The events to record: those of the mails as they ended, and not those of mails that may be on their way. */
  readonly events: readonly OrderEvent[];
  readonly endedOtherwise: readonly OtherwiseEndedEmail[];
  /** The kinds that somebody may be sending now. */
  readonly underWay: readonly string[];
}

/**
 * Settles the mails whose end a workflow tells by an event: the event and its row never disagree.
 *
 * The caller holds the lock on the order's row.
 */
export async function settleToldEmails(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
  events: readonly OrderEvent[],
): Promise<ToldEmails> {
  const recorded: OrderEvent[] = [];
  const endedOtherwise: OtherwiseEndedEmail[] = [];
  const underWay: string[] = [];
  for (const event of events) {
    const email = emailOf(event);
    if (email === null) {
      recorded.push(event);
      continue;
    }
    const { kind } = email;
    const told = await settle(trx, { orderId, ...email });
    switch (told.state) {
      case 'as-told':
        recorded.push(event);
        break;
      case 'otherwise':
        endedOtherwise.push({ kind, outcome: told.outcome });
        recorded.push(emailEvent(kind, told.outcome, event.occurredAt));
        break;
      case 'under-way':
        underWay.push(kind);
        break;
    }
  }
  return { events: recorded, endedOtherwise, underWay };
}

async function settle(
  trx: Transaction<DatabaseSchema>,
  email: { readonly orderId: string; readonly kind: string; readonly outcome: EmailOutcome },
): Promise<ToldEmail> {
  const { orderId, kind } = email;
  return await settleToldEmail(email.outcome, `email ${kind} of order ${orderId}`, {
    settle: (outcome, where) => settleEmailRow(trx, { orderId, kind, outcome }, where),
    read: () =>
      trx
        .selectFrom('emails')
        .select(TOLD_COLUMNS)
        .where('order_id', '=', orderId)
        .where('kind', '=', kind)
        .forUpdate()
        .executeTakeFirstOrThrow(),
  });
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
