import { warmUp } from '../figures/warm-up';
import { type RunningRefill, startRefill } from '../sides/refill-side';
import type { BenchStack } from '../stack/bench-stack';

const ORDERS = 400;
const LANES = 64;

/** Starts Refill and runs orders until compilers, caches, connections and pollers have settled. */
export async function startWarmRefill(stack: BenchStack): Promise<RunningRefill> {
  const refill = await startRefill(stack);
  await warmUp(stack, refill.orders, ORDERS, LANES);
  return refill;
}
