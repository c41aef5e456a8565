import { residentMb } from './figures/cpu-time';
import { placeBurst } from './figures/order-burst';
import type { Recorder } from './recorder';
import { startRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';

const OPEN_ORDERS = 1_000;
/** Compilers and pools first, so that only orders are counted. */
const BEFORE = 100;

/** How much memory a worker needs for open orders; a fresh one, in which nothing else has left its traces. */
export async function measureMemory(stack: BenchStack, recorder: Recorder): Promise<void> {
  const { orders, workerPid, stop } = await startRefill(stack);
  await placeBurst(stack, orders, BEFORE);
  const before = residentMb(workerPid);
  await placeBurst(stack, orders, OPEN_ORDERS);
  recorder.bar('memory', residentMb(workerPid) - before);
  await stop();
}
