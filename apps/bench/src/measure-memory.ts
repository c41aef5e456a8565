import { residentMb } from './figures/cpu-time';
import { placeBurst } from './figures/order-burst';
import type { Recorder } from './recorder';
import { startMinimal } from './sides/minimal-side';
import type { RunningSide } from './sides/order-side';
import { startRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';

/** Compilers and pools first, so that only orders are counted. */
const BEFORE = 100;
/** So few that all of them, with those before, fit into the worker's cache (`WORKER_MAX_CACHED_WORKFLOWS`: 2,000). */
const OPEN_ORDERS = 1_750;
const PER = 1_000;

/**
 * How much memory a worker needs for open orders, Refill's and that of ceiling B; fresh ones, in which nothing else has left
 * its traces. Garbage counts, as it does for who has to provide the memory.
 */
export async function measureMemory(stack: BenchStack, recorder: Recorder): Promise<void> {
  const refill = await mbPerOpenOrders(stack, await startRefill(stack));
  recorder.bar('memory', refill);
  recorder.rate('Refill: worker memory per 1,000 open orders, MB', refill);
  recorder.rate(
    'ceiling B: worker memory per 1,000 open orders, MB',
    await mbPerOpenOrders(stack, await startMinimal(stack, 'tuned')),
  );
}

/** Stops the side at the end. */
async function mbPerOpenOrders(
  stack: BenchStack,
  { orders, pids, stop }: RunningSide,
): Promise<number> {
  const worker = pids['worker'];
  if (worker === undefined) throw new Error('a side without a worker has no memory to measure');
  await placeBurst(stack, orders, BEFORE);
  const before = residentMb(worker);
  await placeBurst(stack, orders, OPEN_ORDERS);
  const mb = ((residentMb(worker) - before) / OPEN_ORDERS) * PER;
  await stop();
  return mb;
}
