import { orderRate } from '../figures/order-rates';
import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { medianOf, type Sample, sample } from './samples';

const SAMPLES = 3;
const LANES = 64;

/** Orders, placed to closed, beside what is there already; several times, of which the median counts. */
export async function sampleOrders(
  stack: BenchStack,
  side: RunningSide,
  orders: number,
): Promise<Sample> {
  const samples: Sample[] = [];
  for (let taken = 0; taken < SAMPLES; taken += 1) {
    const rate = async (): Promise<number> =>
      (await orderRate(stack, side.orders, orders, LANES)).perSecond;
    samples.push(await sample(stack, side, orders, rate));
  }
  return medianOf(samples);
}
