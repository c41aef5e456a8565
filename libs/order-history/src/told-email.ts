import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { EMAIL_OUTCOME_UNKNOWN, type EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { type EmailRow, outcomeOf, type SettleWhere } from './email-rows';

/**
 * What became of a mail of which a workflow tells that it was not sent. The workflow knows only of tries whose end it
 * learned: where a worker lost the task in the middle of one, the mail may be on its way, or gone out.
 */
export type ToldEmail =
  | { readonly state: 'as-told' }
  | { readonly state: 'otherwise'; readonly outcome: EmailOutcome }
  /** Somebody may be sending it now: it can't be said how it ends, and nothing was written. */
  | { readonly state: 'under-way' };

/** What a row of a table of mails says of a mail of which a workflow tells. */
export interface ToldEmailRow extends EmailRow {
  /** Whether nobody else may send it now; `null` while nobody is at it. */
  readonly held: boolean | null;
}

/** The columns that are read of it. */
export const TOLD_COLUMNS = [
  'message_id',
  'outcome',
  'detail',
  sql<boolean | null>`claimed_until > clock_timestamp()`.as('held'),
] as const;

/** How to settle a row, and to read and lock it. */
export interface ToldEmailTable {
  /** @returns whether it was written */
  settle(outcome: EmailOutcome, where: SettleWhere): Promise<boolean>;
  read(): Promise<ToldEmailRow>;
}

/**
 * Settles a mail whose end a workflow tells, unless it is known better: by its row, or since who claimed it never let go.
 * @param place which row, for the error's message
 * @throws HistoryError `HISTORY_ROW_INVALID` when the row does not say it as Refill does
 */
export async function settleToldEmail(
  told: EmailOutcome,
  place: string,
  table: ToldEmailTable,
): Promise<ToldEmail> {
  if (await table.settle(told, 'unclaimed')) return { state: 'as-told' };
  const row = await table.read();
  if (row.outcome === null) {
    if (row.held === true) return { state: 'under-way' };
    await table.settle(EMAIL_OUTCOME_UNKNOWN, 'anyway');
    return otherwise(told, EMAIL_OUTCOME_UNKNOWN);
  }
  return otherwise(told, outcomeOf(row, place));
}

function otherwise(told: EmailOutcome, outcome: EmailOutcome): ToldEmail {
  return isDeepStrictEqual(told, outcome) ? { state: 'as-told' } : { state: 'otherwise', outcome };
}
