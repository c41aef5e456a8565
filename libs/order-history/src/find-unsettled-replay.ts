import type { OrderHistoryDatabase } from './database';

/**
 * The id of the replay that a message is in and that is not settled for it; `null` when there is none.
 * @param quarantineId a 64-bit number, as text
 */
export async function findUnsettledReplay(
  db: OrderHistoryDatabase,
  quarantineId: string,
): Promise<string | null> {
  const item = await db
    .selectFrom('quarantine_replay_items')
    .select('replay_id')
    .where('quarantine_id', '=', quarantineId)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  return item?.replay_id ?? null;
}
