import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { getReplayItem, type ReplayItemProgress } from '@refill/order-history/get-replay-item';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/**
 * Waits until the replay of a message is settled, or the time is over.
 * @param maxWaitMs how long to wait at most, in ms
 * @param stop ends the waiting
 * @returns how far it has come; `null` when it is in no such replay
 */
export async function awaitReplayItem(
  db: OrderHistoryDatabase,
  item: { readonly replayId: string; readonly quarantineId: string },
  maxWaitMs: number,
  stop: AbortSignal,
): Promise<ReplayItemProgress | null> {
  const until = performance.now() + maxWaitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const progress = await getReplayItem(db, item);
    const leftMs = until - performance.now();
    if (progress?.outcome !== null || leftMs <= 0 || stop.aborted) return progress;
    await sleep(Math.min(pauseMs, leftMs), undefined, { signal: stop }).catch(() => undefined);
  }
}
