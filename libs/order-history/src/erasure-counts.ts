import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import { type ErasureCounts, readErasureRow } from './erasure';

/**
 * Adds to what an erasure has changed, in the transaction that changes it: what a killed attempt has done counts.
 * @returns how many rows it changed until now
 */
export async function addErased(
  db: OrderHistoryDatabase,
  pseudonym: string,
  changed: Partial<ErasureCounts>,
): Promise<ErasureCounts> {
  const row = await db
    .updateTable('erasures')
    .set({
      counts: sql<string>`(
        select jsonb_object_agg(known.key, known.value::bigint + coalesce(more.value::bigint, 0))
        from jsonb_each_text(erasures.counts) as known
        left join jsonb_each_text(${JSON.stringify(changed)}::jsonb) as more using (key))`,
    })
    .where('pseudonym', '=', pseudonym)
    .returningAll()
    .executeTakeFirstOrThrow();
  return readErasureRow(row).counts;
}
