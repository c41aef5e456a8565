import type { Transaction } from 'kysely';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { DatabaseSchema } from './database-schema';
import { settleEmailRow } from './email-rows';
import type { OtherwiseEndedEmail } from './order-record';
import {
  settleToldEmail,
  settleToldEmails,
  TOLD_COLUMNS,
  type ToldEmail,
  type ToldEmails,
} from './told-email';

/**
 * Settles the mails of an order whose end its workflow tells by an event.
 *
 * The caller holds the lock on the order's row.
 */
export async function settleToldOrderEmails(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
  events: readonly OrderEvent[],
): Promise<ToldEmails<OrderEvent, OtherwiseEndedEmail>> {
  return await settleToldEmails(
    events,
    emailOf,
    (email) => settle(trx, orderId, email),
    ({ kind, outcome }, occurredAt) => emailEvent(kind, outcome, occurredAt),
  );
}

async function settle(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
  { kind, outcome: told }: OtherwiseEndedEmail,
): Promise<ToldEmail> {
  return await settleToldEmail(told, `email ${kind} of order ${orderId}`, {
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

function emailOf(event: OrderEvent): OtherwiseEndedEmail | null {
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
