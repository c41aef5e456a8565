import type { OrderHistoryDatabase } from '@refill/order-history/database';

/** How many erasures were asked for and are not finished. */
export interface ErasureSummary {
  readonly unfinished: number;
  /** When the oldest of them was asked for: ISO 8601, UTC; `null` without one. */
  readonly oldestRequestedAt: string | null;
}

/** Reads how many erasures are not finished. */
export async function summarizeErasures(db: OrderHistoryDatabase): Promise<ErasureSummary> {
  const row = await db
    .selectFrom('erasures')
    .where('finished_at', 'is', null)
    .select(({ fn }) => [
      fn.countAll<string>().as('unfinished'),
      fn.min<string | null>('requested_at').as('oldestRequestedAt'),
    ])
    .executeTakeFirstOrThrow();
  return { unfinished: Number(row.unfinished), oldestRequestedAt: row.oldestRequestedAt };
}
