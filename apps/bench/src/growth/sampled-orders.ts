import { allClosed } from '../figures/all-closed';
import { orderRate, preparedOrders } from '../figures/order-rates';
import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { type Sample, sample, severalSamples } from './samples';

const LANES = 64;

/** Orders, placed to closed, beside what is there already; several times, of which the median counts. */
export async function sampleOrders(
  stack: BenchStack,
  side: RunningSide,
  orders: number,
): Promise<Sample> {
  return await severalSamples(() => sampleOnce(stack, side, orders, LANES));
}

/** Orders, placed to closed, once. @param lanes how many are on their way at once */
export async function sampleOnce(
  stack: BenchStack,
  side: RunningSide,
  pieces: number,
  lanes: number,
): Promise<Sample> {
  const orders = await preparedOrders(side.orders, pieces);
  const taken = await sample(stack, side, pieces, async () => {
    return (await orderRate(stack, side.orders, orders, lanes)).perSecond;
  });
  await allClosed(side.orders, orders);
  return taken;
}
