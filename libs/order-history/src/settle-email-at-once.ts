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
    const { rows } = await sql<{ settled: boolean }>`
      select settle_email_at_once(
        ${orderId}, ${kind}, ${message_id}, ${columns.outcome}, ${columns.detail},
        ${event.key}, ${event.type}, ${event.occurredAt}, ${JSON.stringify(event.data)}) as settled`.execute(
      db,
    );
    return rows[0]?.settled === true;
  } catch (error) {
    // The event stands there already, under another mail's row: nothing is written.
    if (coded.safeParse(error).data?.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}
