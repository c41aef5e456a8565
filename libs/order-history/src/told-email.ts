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

/** What became of the mails of which a workflow tells. */
export interface ToldEmails<Event, Email> {
  /** The events to record: those of the mails as they ended, and not those of mails that may be on their way. */
  readonly events: readonly Event[];
  /** With the outcome that they had, not the one that was told. */
  readonly endedOtherwise: readonly Email[];
  /** Those that somebody may be sending now. */
  readonly underWay: readonly Email[];
}

/**
 * Settles the mails whose end a workflow tells by an event: the event and its row never disagree.
 * @param emailOf the mail of whose end an event tells; `null` where it tells of something else
 * @param settle settles one; its caller holds the lock on the row of the order or device
 * @param eventOf the event of a mail that ended
 */
export async function settleToldEmails<
  Event extends { readonly occurredAt: string },
  Email extends { readonly outcome: EmailOutcome },
>(
  events: readonly Event[],
  emailOf: (event: Event) => Email | null,
  settle: (email: Email) => Promise<ToldEmail>,
  eventOf: (email: Email, occurredAt: string) => Event,
): Promise<ToldEmails<Event, Email>> {
  const recorded: Event[] = [];
  const endedOtherwise: Email[] = [];
  const underWay: Email[] = [];
  for (const event of events) {
    const email = emailOf(event);
    const told: ToldEmail = email === null ? { state: 'as-told' } : await settle(email);
    if (email === null || told.state === 'as-told') {
      recorded.push(event);
    } else if (told.state === 'otherwise') {
      const ended = { ...email, outcome: told.outcome };
      endedOtherwise.push(ended);
      recorded.push(eventOf(ended, event.occurredAt));
    } else {
      underWay.push(email);
    }
  }
  return { events: recorded, endedOtherwise, underWay };
}
