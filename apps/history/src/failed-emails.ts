import type { OrderHistoryDatabase } from '@refill/order-history/database';

const SEVEN_DAYS_MS = 604_800_000;

/** A mail about an order that failed for good. */
export interface FailedEmail {
  readonly orderId: string;
  readonly kind: string;
  /** The code of the failure. */
  readonly code: string | null;
  /** ISO 8601, UTC. */
  readonly failedAt: string | null;
}

/**
 * The mails that failed for good in the last seven days, the newest first.
 * @param limit how many at most
 */
export async function listFailedEmails(
  db: OrderHistoryDatabase,
  limit: number,
): Promise<readonly FailedEmail[]> {
  return await db
    .selectFrom('emails')
    .select(['order_id as orderId', 'kind', 'detail as code', 'settled_at as failedAt'])
    .where('outcome', '=', 'failed')
    .where('settled_at', '>', new Date(Date.now() - SEVEN_DAYS_MS).toISOString())
    .orderBy('settled_at', 'desc')
    .limit(limit)
    .execute();
}
