import type { Step } from './growth-options';
import { warmUp } from '../figures/warm-up';
import { type RunningRefill, startRefill } from '../sides/refill-side';
import type { BenchStack } from '../stack/bench-stack';

const ORDERS = 400;
const LANES = 64;

/** Starts Refill and runs orders until compilers, caches, connections and pollers have settled. */
export async function startWarmRefill(stack: BenchStack, step: Step): Promise<RunningRefill> {
  step(`warming up by ${ORDERS} orders`, 0);
  const refill = await startRefill(stack);
  await warmUp(stack, refill.orders, ORDERS, LANES);
  return refill;
}
