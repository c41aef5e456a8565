import { allClosed } from '../figures/all-closed';
import { orderRate, preparedOrders } from '../figures/order-rates';
import { type RunningRefill, startRefill } from '../sides/refill-side';
import type { BenchStack } from '../stack/bench-stack';

const ORDERS = 400;
const LANES = 64;

/** Starts Refill and runs orders until compilers, caches, connections and pollers have settled. */
export async function startWarmRefill(stack: BenchStack): Promise<RunningRefill> {
  const refill = await startRefill(stack);
  const orders = await preparedOrders(refill.orders, ORDERS);
  await orderRate(stack, refill.orders, orders, LANES);
  await allClosed(refill.orders, orders);
  return refill;
}
