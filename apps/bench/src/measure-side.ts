import type { BenchOptions } from './bench-options';
import { allClosed } from './figures/all-closed';
import { cpuOfSide, cpuPerPiece } from './figures/cpu-of-parts';
import { type Burst, placeBurst, shipAll } from './figures/order-burst';
import { orderRate, preparedOrders } from './figures/order-rates';
import { readRates } from './figures/read-rates';
import { median, percentile } from './figures/statistics';
import { warmUp } from './figures/warm-up';
import type { Recorder } from './recorder';
import type { RunningSide } from './sides/order-side';
import type { BenchStack } from './stack/bench-stack';

/** How many orders come at once. */
export const BURST = 400;
const READERS = 16;

/** What one side reached in one round. */
export interface SideFigures {
  readonly perSecond: number;
  readonly burstMs: number;
}

/**
 * Before each turn: V8 drops the code of functions that have not run for a while, and a side that waited for its turn paid a
 * fifth more than one that had it just before.
 */
export const WARM_AGAIN = 300;

/** One round of one side: orders in a closed loop, then a burst, of which nothing is left open. */
export async function measureSide(
  stack: BenchStack,
  side: RunningSide,
  { orders, lanes }: BenchOptions,
  recorder: Recorder,
): Promise<SideFigures> {
  await warmUp(stack, side.orders, WARM_AGAIN, lanes);
  const names = await preparedOrders(side.orders, orders);
  const before = cpuOfSide(stack, side);
  const measured = await orderRate(stack, side.orders, names, lanes);
  for (const [part, ms] of cpuPerPiece(before, cpuOfSide(stack, side), orders)) {
    recorder.rate(`${side.label}: CPU ms per order, ${part}`, ms);
  }
  await allClosed(side.orders, names);
  recorder.rate(`${side.label}: orders/s`, measured.perSecond);
  recorder.rate(`${side.label}: p50 placed → mail, ms`, median(measured.mailMs));
  recorder.rate(`${side.label}: p99 placed → mail, ms`, percentile(measured.mailMs, 0.99));
  const { deferred } = side;
  const deferredBefore = deferred?.() ?? 0;
  const burst = await placeBurst(stack, side.orders, BURST);
  if (deferred !== undefined) {
    recorder.rate(`${side.label}: burst, deferred of ${BURST}`, deferred() - deferredBefore);
  }
  recorder.rate(`${side.label}: burst p99 placed → mail, ms`, burst.p99Ms);
  await measureReads(stack, side, burst, recorder);
  // Nothing of it may be in the way of what comes next.
  await shipAll(stack, side.orders, burst.orders, lanes);
  await allClosed(side.orders, burst.orders);
  return { perSecond: measured.perSecond, burstMs: burst.p99Ms };
}

/** Open orders, which the worker has in memory: the least that a query can cost. */
async function measureReads(
  stack: BenchStack,
  { historyUrl }: RunningSide,
  { orders }: Burst,
  recorder: Recorder,
): Promise<void> {
  if (historyUrl === undefined) return;
  const rates = await readRates(stack, historyUrl, orders, READERS);
  recorder.rate('history API reads/s', rates.historyApi);
  recorder.rate('workflow queries/s', rates.workflowQueries);
  recorder.bar('reads', rates.historyApi / rates.workflowQueries);
}
