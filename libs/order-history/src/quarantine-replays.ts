import { sql, type Transaction } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';
import { openQuarantined, type ReplaySelection } from './open-quarantined';
import { storedHeadersSchema } from './quarantine-list';
import type { QuarantineState, ReplayOutcome, Who } from './quarantine-states';
import { recordQuarantineAction } from './record-quarantine-action';
import { type ReplayProgress, replayProgress } from './replay-progress';
import { readStored } from './stored-json';

/** What came of asking for a replay. */
export interface ReplayRequested {
  /** `null` after a dry run, or when no message is open: nothing was recorded then. */
  readonly replayId: string | null;
  /** How many messages are replayed, or would be. */
  readonly matched: number;
  /** The ids of some of them, the longest in quarantine first. */
  readonly sampleIds: readonly string[];
}

/** A message of a replay. */
export interface ReplayItemKey {
  readonly replayId: string;
  readonly quarantineId: string;
}

/** A message to be replayed now. */
export interface ReplayItem extends ReplayItemKey {
  readonly messageId: string;
  readonly transport: 'https' | 'sqs';
  /** The raw text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** When it first came, ISO 8601, UTC, ms. */
  readonly receivedAt: string;
  readonly reasonCode: string;
  readonly untrusted: boolean;
}

/** How the replay of a message ended. */
export interface ReplaySettlement extends ReplayItemKey {
  readonly outcome: ReplayOutcome;
  /** Why: a stable code. */
  readonly code: string | null;
}

const SAMPLE_SIZE = 10;

const STATE_AFTER = {
  taken: 'replayed',
  deferred: 'replayed',
  quarantined: 'open',
  untrusted: 'open',
  failed: 'open',
} as const satisfies Readonly<Record<ReplayOutcome, QuarantineState>>;

/**
 * Asks for open messages to be replayed; ingestion carries it out. Recorded with who asked, for each message.
 * A message that is being replayed already is not taken twice.
 * @param options `dryRun`: only tells what would be replayed
 */
export async function requestReplay(
  db: OrderHistoryDatabase,
  selection: ReplaySelection,
  who: Who,
  options: { readonly dryRun: boolean },
): Promise<ReplayRequested> {
  if (options.dryRun) return selected(null, await openQuarantined(db, selection, 'look'));
  return await db.transaction().execute(async (trx) => {
    const ids = await openQuarantined(trx, selection, 'lock');
    if (ids.length === 0) return selected(null, ids);
    const replayId = await recordReplay(trx, selection, who);
    await sql`insert into quarantine_replay_items (replay_id, quarantine_id)
      select ${replayId}::bigint, id from unnest(${ids}::bigint[]) as id`.execute(trx);
    await sql`insert into quarantine_actions (quarantine_id, action, actor, token, replay_id)
      select id, 'replay-requested', ${who.actor}, ${who.token}, ${replayId}::bigint
      from unnest(${ids}::bigint[]) as id`.execute(trx);
    await trx
      .updateTable('quarantine')
      .set({ state: 'replaying' })
      .where(sql<boolean>`id = any(${ids}::bigint[])`)
      .execute();
    return selected(replayId, ids);
  });
}

/** How far a replay has come; `null` when there is none with this id. @param replayId a 64-bit number, as text */
export async function getReplay(
  db: OrderHistoryDatabase,
  replayId: string,
): Promise<ReplayProgress | null> {
  const replay = await db
    .selectFrom('quarantine_replays')
    .selectAll()
    .where('id', '=', replayId)
    .executeTakeFirst();
  if (replay === undefined) return null;
  const groups = await db
    .selectFrom('quarantine_replay_items')
    .select((eb) => [
      'outcome',
      eb.fn.countAll<string>().as('count'),
      eb.fn.max('settled_at').as('settledAt'),
    ])
    .where('replay_id', '=', replayId)
    .groupBy('outcome')
    .execute();
  return replayProgress(replay, groups);
}

/**
 * Takes messages to replay, the oldest request first; no other caller gets them while the lease lasts.
 * A caller that is killed leaves them to others once the lease has run out.
 * @param limit how many at most
 * @param leaseMs how long the caller may work on them, in ms
 */
export async function claimReplayItems(
  db: OrderHistoryDatabase,
  limit: number,
  leaseMs: number,
): Promise<readonly ReplayItem[]> {
  const rows = await db
    .with('free', (cte) =>
      cte
        .selectFrom('quarantine_replay_items')
        .select(['replay_id', 'quarantine_id'])
        .where(
          sql<boolean>`settled_at is null and (leased_until is null or leased_until <= clock_timestamp())`,
        )
        .orderBy('replay_id')
        .orderBy('quarantine_id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .with('claimed', (cte) =>
      cte
        .updateTable('quarantine_replay_items as item')
        .from('free')
        .set({ leased_until: sql<string>`clock_timestamp() + ${leaseMs} * interval '1 ms'` })
        .whereRef('item.replay_id', '=', 'free.replay_id')
        .whereRef('item.quarantine_id', '=', 'free.quarantine_id')
        .returning(['item.replay_id', 'item.quarantine_id']),
    )
    .selectFrom('claimed')
    .innerJoin('quarantine as message', 'message.id', 'claimed.quarantine_id')
    .select([
      'claimed.replay_id as replayId',
      'claimed.quarantine_id as quarantineId',
      'message.message_id as messageId',
      'message.transport',
      'message.body',
      'message.headers',
      'message.received_at as receivedAt',
      'message.reason_code as reasonCode',
      'message.untrusted',
    ])
    .orderBy('claimed.replay_id')
    .orderBy('claimed.quarantine_id')
    .execute();
  return rows.map(({ body, headers, ...row }) => ({
    ...row,
    body: body.toString('utf8'),
    headers: readStored(
      storedHeadersSchema,
      headers,
      `headers of quarantined message ${row.quarantineId}`,
    ),
  }));
}

/**
 * Records how the replay of a message ended, with its state and an action, in one transaction; may be repeated.
 * It is `replayed` after `taken` and `deferred`, and open again after anything else.
 * @returns `known` when it was settled before (that outcome stays), or is in no such replay
 */
export async function settleReplayItem(
  db: OrderHistoryDatabase,
  { replayId, quarantineId, outcome, code }: ReplaySettlement,
): Promise<'settled' | 'known'> {
  return await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('quarantine_replay_items')
      .set({ outcome, code, settled_at: sql<string>`clock_timestamp()`, leased_until: null })
      .where('replay_id', '=', replayId)
      .where('quarantine_id', '=', quarantineId)
      .where('settled_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return 'known';
    await trx
      .updateTable('quarantine')
      .set({ state: STATE_AFTER[outcome] })
      .where('id', '=', quarantineId)
      .where('state', '=', 'replaying')
      .execute();
    await recordQuarantineAction(trx, {
      quarantine_id: quarantineId,
      action: 'replay-settled',
      replay_id: replayId,
      outcome,
      code,
    });
    return 'settled';
  });
}

/** Gives a claimed message back as it was, to be claimed again: nothing could be tried now. */
export async function releaseReplayItem(
  db: OrderHistoryDatabase,
  { replayId, quarantineId }: ReplayItemKey,
): Promise<void> {
  await db
    .updateTable('quarantine_replay_items')
    .set({ leased_until: null })
    .where('replay_id', '=', replayId)
    .where('quarantine_id', '=', quarantineId)
    .where('settled_at', 'is', null)
    .execute();
}

async function recordReplay(
  trx: Transaction<DatabaseSchema>,
  selection: ReplaySelection,
  who: Who,
): Promise<string> {
  const { id } = await trx
    .insertInto('quarantine_replays')
    .values({
      actor: who.actor,
      token: who.token,
      reason_code: 'ids' in selection ? null : selection.reasonCode,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function selected(replayId: string | null, ids: readonly string[]): ReplayRequested {
  return { replayId, matched: ids.length, sampleIds: ids.slice(0, SAMPLE_SIZE) };
}
