import { nextDeferred } from '@refill/order-history/deferred';
import { deliverOne, laneOf } from './backlog-pass';
import type { IngestionContext } from './ingestion-context';

/** How many of the oldest rows a probe may be. */
const CANDIDATES = 64;

/**
 * Makes a probe: it tries whether Temporal is back with one deferred message, of another order every time, so that
 * one that can never be delivered does not stand for all.
 * @returns (the probe) whether it was delivered
 * @throws (the probe) BackendFailure when PostgreSQL fails
 */
export function createBacklogProbe(context: IngestionContext): () => Promise<boolean> {
  const tried = new Set<string>();
  return async () => {
    const oldest = await context.history.run(async (db) => await nextDeferred(db, CANDIDATES));
    const untried = oldest.find((work) => !tried.has(laneOf(work)));
    if (untried === undefined) tried.clear();
    const work = untried ?? oldest[0];
    if (work === undefined) return true;
    tried.add(laneOf(work));
    const delivered = (await deliverOne(context, work)) === null;
    if (delivered) tried.clear();
    return delivered;
  };
}
