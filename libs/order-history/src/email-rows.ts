import { sql, type Transaction } from 'kysely';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { DatabaseSchema } from './database-schema';
import { emailOutcomeSchema, readStored } from './stored-json';

/** Which row of a table of mails may be settled: of one whose mail nobody may be sending, or of any. */
export type SettleWhere = 'unclaimed' | 'anyway';

/**
 * Writes how a mail ended into `emails`; what is settled already stays.
 * @param where `unclaimed`: not where somebody claimed it and has not let go; `anyway` by default
 * @returns whether it was written
 */
export async function settleEmailRow(
  trx: Transaction<DatabaseSchema>,
  email: { readonly orderId: string; readonly kind: string; readonly outcome: EmailOutcome },
  where: SettleWhere = 'anyway',
): Promise<boolean> {
  const columns = outcomeColumns(email.outcome);
  const { numInsertedOrUpdatedRows } = await trx
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
        .where('emails.outcome', 'is', null)
        .where((row) =>
          where === 'unclaimed' ? row('emails.claimed_until', 'is', null) : row.lit(true),
        ),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
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
