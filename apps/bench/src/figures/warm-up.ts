import type { OrderSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { allClosed } from './all-closed';
import { orderRate, preparedOrders } from './order-rates';

/** Runs orders to their end until compilers, caches, connections and pollers have settled. */
export async function warmUp(
  stack: BenchStack,
  side: OrderSide,
  pieces: number,
  lanes: number,
): Promise<void> {
  const orders = await preparedOrders(side, pieces);
  await orderRate(stack, side, orders, lanes);
  await allClosed(side, orders);
}
