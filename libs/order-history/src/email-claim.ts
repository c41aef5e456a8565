import { type RawBuilder, sql } from 'kysely';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { type EmailRow, outcomeOf } from './email-rows';

/** Who sends mails: one process. While it holds the claim of a mail, no other one sends that mail. */
export interface EmailClaimant {
  /** Of this process alone. */
  readonly id: string;
  /** How long it holds a claim, in ms: longer than a mail may be on its way, for a killed process does not let go. */
  readonly holdMs: number;
}

/** Whether a mail may be sent, and under which `Message-ID`. */
export type EmailClaim =
  | { readonly state: 'claimed'; readonly messageId: string }
  /** Another process is sending it, or was killed while it did: ask again. */
  | { readonly state: 'claimed-elsewhere' }
  /** It was sent, skipped or given up before. */
  | { readonly state: 'settled'; readonly outcome: EmailOutcome };

/** What a row of a table of mails says once somebody claimed the mail. */
export interface ClaimedEmailRow extends EmailRow {
  readonly claimed_by: string | null;
}

/** The columns that are read of it. */
export const CLAIMED_COLUMNS = ['message_id', 'outcome', 'detail', 'claimed_by'] as const;

/**
 * What a mail's row, once it was claimed, says to whom claimed it.
 * @param place which row, for the error's message
 * @throws HistoryError `HISTORY_ROW_INVALID` when the row does not say it as Refill does
 */
export function emailClaimOf(
  row: ClaimedEmailRow,
  email: { readonly messageId: string; readonly claimant: EmailClaimant },
  place: string,
): EmailClaim {
  if (row.outcome !== null) return { state: 'settled', outcome: outcomeOf(row, place) };
  if (row.claimed_by !== email.claimant.id) return { state: 'claimed-elsewhere' };
  return { state: 'claimed', messageId: row.message_id ?? email.messageId };
}

/** Until when a claim that is made now is held. */
export function heldUntil({ holdMs }: EmailClaimant): RawBuilder<string> {
  return sql<string>`now() + ${holdMs}::integer * interval '1 millisecond'`;
}

/**
 * What a claim changes in the row of a mail that is there already: nothing but who sends it, and that only where nobody
 * else is at it. Of two claims the first one's `Message-ID` stays, so that a repeated send is the same mail.
 */
export function claimAgain(table: 'emails' | 'device_emails') {
  const old = (column: string) => sql.ref(`${table}.${column}`);
  const mayClaim = sql`may_claim(${old('claimed_by')}, ${old('claimed_until')}, excluded.claimed_by)`;
  const claimed = (column: 'claimed_by' | 'claimed_until') =>
    sql<string>`case when ${mayClaim} then excluded.${sql.ref(column)} else ${old(column)} end`;
  return {
    message_id: sql<string>`coalesce(${old('message_id')}, excluded.message_id)`,
    claimed_by: claimed('claimed_by'),
    claimed_until: claimed('claimed_until'),
  };
}
