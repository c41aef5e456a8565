import { residentMb } from './figures/cpu-time';
import { placeBurst } from './figures/order-burst';
import type { Recorder } from './recorder';
import { startRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';

/** Compilers and pools first, so that only orders are counted. */
const BEFORE = 100;
const ROUNDS = 5;
/** So few that all of them, with those before, fit into the worker's cache (`WORKER_MAX_CACHED_WORKFLOWS`: 2,000). */
const PER_ROUND = 350;
const PER = 1_000;

/**
 * How much memory a worker needs for open orders; a fresh one, in which nothing else has left its traces. Rounds add up:
 * how much garbage lies about after one says little, over several it evens out.
 */
export async function measureMemory(stack: BenchStack, recorder: Recorder): Promise<void> {
  const { orders, workerPid, stop } = await startRefill(stack);
  await placeBurst(stack, orders, BEFORE);
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = residentMb(workerPid);
    await placeBurst(stack, orders, PER_ROUND);
    recorder.bar('memory', ((residentMb(workerPid) - before) / PER_ROUND) * PER);
  }
  await stop();
}
