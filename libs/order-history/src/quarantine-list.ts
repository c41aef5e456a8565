import { sql } from 'kysely';
import { z } from 'zod';
import type { OrderHistoryDatabase } from './database';
import type { QuarantineActionKind, QuarantineState, ReplayOutcome } from './quarantine-states';
import { readStored } from './stored-json';

/** Which quarantined messages are wanted; every part that is given must hold. Times are ISO 8601. */
export interface QuarantineFilter {
  /** Any of these. */
  readonly states?: readonly QuarantineState[] | undefined;
  readonly reasonCode?: string | undefined;
  readonly transport?: 'https' | 'sqs' | undefined;
  /** First received at this time or later. */
  readonly receivedFrom?: string | undefined;
  /** First received before this time. */
  readonly receivedTo?: string | undefined;
}

/** A quarantined message without what it says. */
export interface QuarantineListed {
  /** A 64-bit number, as text. */
  readonly id: string;
  readonly messageId: string;
  readonly transport: 'https' | 'sqs';
  readonly reasonCode: string;
  readonly detail: string;
  readonly untrusted: boolean;
  readonly state: QuarantineState;
  /** How often it came. */
  readonly attempts: number;
  /** ISO 8601, UTC, ms. */
  readonly receivedAt: string;
  /** ISO 8601, UTC, ms. */
  readonly lastReceivedAt: string;
  /** The size of the raw text, in bytes. */
  readonly bodyBytes: number;
}

/** Where a quarantined message stands in every list. It never changes. */
export interface QuarantinePosition {
  /** ISO 8601, UTC, ms. */
  readonly receivedAt: string;
  readonly id: string;
}

/** A part of a list. */
export interface QuarantinePage {
  readonly items: readonly QuarantineListed[];
  /** Where the next part goes on; `null` when this was the last. */
  readonly next: QuarantinePosition | null;
}

/** Something that was done with a quarantined message. */
export interface QuarantineAction {
  readonly action: QuarantineActionKind;
  /** ISO 8601, UTC, ms. */
  readonly at: string;
  /** Who, by their own word. */
  readonly actor: string | null;
  /** The fingerprint of the token they used; `null` where ingestion did it by itself. */
  readonly token: string | null;
  readonly replayId: string | null;
  readonly outcome: ReplayOutcome | null;
  /** Why it ended so: a stable code. */
  readonly code: string | null;
  readonly note: string | null;
}

/** A quarantined message with all that is known of it. */
export interface QuarantinedRow extends QuarantineListed {
  /** The raw text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Oldest first. */
  readonly actions: readonly QuarantineAction[];
}

/** How much lies open in quarantine. */
export interface QuarantineSummary {
  readonly open: number;
  /** ISO 8601, UTC, ms; `null` when none is open. */
  readonly oldestOpenReceivedAt: string | null;
  /** Open messages; the most frequent reason first. */
  readonly byReason: readonly { readonly reasonCode: string; readonly count: number }[];
}

/** What `readStored` reads a quarantined message's headers with. */
export const storedHeadersSchema = z.record(z.string(), z.unknown());

const LISTED = [
  'id',
  'message_id as messageId',
  'transport',
  'reason_code as reasonCode',
  'detail',
  'untrusted',
  'state',
  'attempts',
  'received_at as receivedAt',
  'last_received_at as lastReceivedAt',
] as const;

const bodyBytes = sql<number>`octet_length(body)`.as('bodyBytes');

/**
 * Lists quarantined messages, the newest first, by the time of first receipt, which never changes.
 * @param request `limit`: how many at most; `after`: the `next` of the page before
 */
export async function listQuarantine(
  db: OrderHistoryDatabase,
  request: {
    readonly filter: QuarantineFilter;
    readonly limit: number;
    readonly after: QuarantinePosition | null;
  },
): Promise<QuarantinePage> {
  const { filter, limit, after } = request;
  let query = db.selectFrom('quarantine').select(LISTED).select(bodyBytes);
  if (filter.states !== undefined) {
    query =
      filter.states.length === 0
        ? query.where(sql<boolean>`false`)
        : query.where('state', 'in', filter.states);
  }
  if (filter.reasonCode !== undefined) query = query.where('reason_code', '=', filter.reasonCode);
  if (filter.transport !== undefined) query = query.where('transport', '=', filter.transport);
  if (filter.receivedFrom !== undefined) {
    query = query.where('received_at', '>=', filter.receivedFrom);
  }
  if (filter.receivedTo !== undefined) query = query.where('received_at', '<', filter.receivedTo);
  if (after !== null) {
    query = query.where(
      sql<boolean>`(received_at, id) < (${after.receivedAt}::timestamptz, ${after.id}::bigint)`,
    );
  }
  const rows = await query
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    // One more than asked for: whether there is a next page.
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next:
      rows.length > limit && last !== undefined
        ? { receivedAt: last.receivedAt, id: last.id }
        : null,
  };
}

/**
 * A quarantined message with its text and all that was done with it; `null` when there is none with this id.
 * @param id a 64-bit number, as text
 */
export async function getQuarantined(
  db: OrderHistoryDatabase,
  id: string,
): Promise<QuarantinedRow | null> {
  const row = await db
    .selectFrom('quarantine')
    .select(LISTED)
    .select(bodyBytes)
    .select(['body', 'headers'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const actions = await db
    .selectFrom('quarantine_actions')
    .select(['action', 'at', 'actor', 'token', 'replay_id as replayId', 'outcome', 'code', 'note'])
    .where('quarantine_id', '=', id)
    .orderBy('quarantine_actions.id')
    .execute();
  return {
    ...row,
    body: row.body.toString('utf8'),
    headers: readStored(storedHeadersSchema, row.headers, `headers of quarantined message ${id}`),
    actions,
  };
}

/** Tells how much lies open in quarantine, for how long and why. */
export async function summarizeQuarantine(db: OrderHistoryDatabase): Promise<QuarantineSummary> {
  const rows = await db
    .selectFrom('quarantine')
    .select((eb) => ['reason_code as reasonCode', eb.fn.countAll<string>().as('count')])
    .where(sql<boolean>`state = 'open'`)
    .groupBy('reason_code')
    .orderBy('count', 'desc')
    .orderBy('reason_code')
    .execute();
  const oldest = await db
    .selectFrom('quarantine')
    .select('received_at as receivedAt')
    .where(sql<boolean>`state = 'open'`)
    .orderBy('received_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const byReason = rows.map(({ reasonCode, count }) => ({ reasonCode, count: Number(count) }));
  return {
    open: byReason.reduce((sum, { count }) => sum + count, 0),
    oldestOpenReceivedAt: oldest?.receivedAt ?? null,
    byReason,
  };
}
