import { residentMb } from './figures/cpu-time';
import { placeBurst } from './figures/order-burst';
import type { Recorder } from './recorder';
import { startRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';

/** Compilers and pools first, so that only orders are counted. */
const BEFORE = 100;
/** So few that all of them, with those before, fit into the worker's cache (`WORKER_MAX_CACHED_WORKFLOWS`: 2,000). */
const OPEN_ORDERS = 1_750;
const PER = 1_000;

/**
 * How much memory a worker needs for open orders; a fresh one, in which nothing else has left its traces. Garbage counts,
 * as it does for who has to provide the memory.
 */
export async function measureMemory(stack: BenchStack, recorder: Recorder): Promise<void> {
  const { orders, workerPid, stop } = await startRefill(stack);
  await placeBurst(stack, orders, BEFORE);
  const before = residentMb(workerPid);
  await placeBurst(stack, orders, OPEN_ORDERS);
  recorder.bar('memory', ((residentMb(workerPid) - before) / OPEN_ORDERS) * PER);
  await stop();
}
