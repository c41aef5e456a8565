import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { Erasure } from '@refill/order-history/erasure';
import { getErasure } from '@refill/order-history/erasures';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/**
 * Waits until the erasure of a customer is finished, or the time is over.
 * @param maxWaitMs how long to wait at most, in ms
 * @param stop ends the waiting
 * @returns how far it has come; `null` when none was asked for
 */
export async function awaitErasure(
  db: OrderHistoryDatabase,
  customerId: string,
  maxWaitMs: number,
  stop: AbortSignal,
): Promise<Erasure | null> {
  const until = performance.now() + maxWaitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const erasure = await getErasure(db, customerId);
    const leftMs = until - performance.now();
    if (erasure?.finishedAt !== null || leftMs <= 0 || stop.aborted) {
      return erasure;
    }
    await sleep(Math.min(pauseMs, leftMs), undefined, { signal: stop }).catch(() => undefined);
  }
}
