import type { OrderHistoryDatabase } from './database';
import type { ReplayOutcome } from './quarantine-states';

/** How far the replay of one message has come. */
export interface ReplayItemProgress {
  /** `null` while it is not settled. */
  readonly outcome: ReplayOutcome | null;
  /** Why it ended so: a stable code. */
  readonly code: string | null;
}

/** How far the replay of one message has come; `null` when it is in no such replay. */
export async function getReplayItem(
  db: OrderHistoryDatabase,
  item: { readonly replayId: string; readonly quarantineId: string },
): Promise<ReplayItemProgress | null> {
  const row = await db
    .selectFrom('quarantine_replay_items')
    .select(['outcome', 'code'])
    .where('replay_id', '=', item.replayId)
    .where('quarantine_id', '=', item.quarantineId)
    .executeTakeFirst();
  return row ?? null;
}
