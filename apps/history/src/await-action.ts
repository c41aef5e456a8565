import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { getOperatorAction } from '@refill/order-history/list-operator-actions';
import type { OperatorAction } from '@refill/order-history/operator-action';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/**
 * Waits until an operator's action is finished, or the time is over.
 * @param maxWaitMs how long to wait at most, in ms
 * @param stop ends the waiting
 * @returns how far it is
 */
export async function awaitAction(
  db: OrderHistoryDatabase,
  requested: OperatorAction,
  maxWaitMs: number,
  stop: AbortSignal,
): Promise<OperatorAction> {
  const until = performance.now() + maxWaitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const action = (await getOperatorAction(db, requested.actionId)) ?? requested;
    const leftMs = until - performance.now();
    if (action.state !== 'waiting' || leftMs <= 0 || stop.aborted) return action;
    await sleep(Math.min(pauseMs, leftMs), undefined, { signal: stop }).catch(() => undefined);
  }
}
