import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';

/** Which messages are to be replayed; of these, only those that are open. */
export type ReplaySelection =
  | { readonly ids: readonly string[] }
  /** The longest in quarantine first; all of them unless `limit` says how many at most. */
  | { readonly reasonCode: string; readonly limit?: number | undefined };

/**
 * The ids of the open messages of a selection, the longest in quarantine first.
 * @param lock whether their rows are locked until the transaction ends
 */
export async function openQuarantined(
  db: OrderHistoryDatabase,
  selection: ReplaySelection,
  lock: 'lock' | 'look',
): Promise<readonly string[]> {
  // By id, and nothing else: whoever locks several rows locks them in one order.
  let query = db
    .selectFrom('quarantine')
    .select('id')
    .where(sql<boolean>`state = 'open'`)
    .orderBy('id');
  if ('ids' in selection) {
    query = query.where(sql<boolean>`id = any(${selection.ids}::bigint[])`);
  } else {
    query = query.where('reason_code', '=', selection.reasonCode);
    if (selection.limit !== undefined) query = query.limit(selection.limit);
  }
  if (lock === 'lock') query = query.forNoKeyUpdate();
  return (await query.execute()).map((row) => row.id);
}
