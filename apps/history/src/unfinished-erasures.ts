import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { Erasure } from '@refill/order-history/erasure';
import { getErasure } from '@refill/order-history/erasures';

/** The erasures that are not finished, those that have waited longest first. */
export async function unfinishedErasures(db: OrderHistoryDatabase): Promise<readonly Erasure[]> {
  const rows = await db
    .selectFrom('erasures')
    .select('pseudonym')
    .where('finished_at', 'is', null)
    .orderBy('requested_at')
    .orderBy('pseudonym')
    .execute();
  const erasures: Erasure[] = [];
  for (const { pseudonym } of rows) {
    const erasure = await getErasure(db, pseudonym);
    if (erasure !== null) erasures.push(erasure);
  }
  return erasures;
}
