import { sql } from 'kysely';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { z } from 'zod';
import type { OrderHistoryDatabase } from './database';
import { outcomeColumns } from './email-rows';

const coded = z.object({ code: z.string() });

/** PostgreSQL: `unique_violation`. */
const UNIQUE_VIOLATION = '23505';

/** A mail of an order, and how it ended. */
export interface EndedEmail {
  readonly orderId: string;
  readonly kind: string;
  readonly outcome: EmailOutcome;
  /** When it ended: ISO 8601, UTC. */
  readonly occurredAt: string;
}

/**
 * Records how a mail ended by one statement, as nearly every mail can be: it is the first word about it, and nobody
 * else writes to the order now.
 * @returns whether it was recorded; if not, nothing was written
 */
export async function settleEmailAtOnce(
  db: OrderHistoryDatabase,
  email: EndedEmail,
): Promise<boolean> {
  const { orderId, kind, outcome } = email;
  const { message_id = null, ...columns } = outcomeColumns(outcome);
  const event = emailEvent(kind, outcome, email.occurredAt);
  try {
    const { rows } = await sql`
      with locked as (
        select order_id from orders where order_id = ${orderId} for no key update
      ), settled as (
        insert into emails (order_id, kind, message_id, outcome, detail, settled_at)
        select order_id, ${kind}, ${message_id}, ${columns.outcome}, ${columns.detail}, clock_timestamp() from locked
        on conflict (order_id, kind) do update
          set message_id = coalesce(excluded.message_id, emails.message_id), outcome = excluded.outcome,
              detail = excluded.detail, settled_at = excluded.settled_at
          where emails.outcome is null
        returning order_id
      )
      insert into order_events (order_id, seq, key, type, occurred_at, notification_id, data)
      select order_id, (select coalesce(max(seq), 0) + 1 from order_events where order_id = ${orderId}),
             ${event.key}, ${event.type}, ${event.occurredAt}, null, ${JSON.stringify(event.data)}
      from settled
      returning seq`.execute(db);
    return rows.length === 1;
  } catch (error) {
    // Somebody appended an event while this waited for the order, or told of this mail before: nothing is written.
    if (coded.safeParse(error).data?.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}
