import { cpuOfParts, cpuPerPiece } from '../figures/cpu-of-parts';
import { orderRate } from '../figures/order-rates';
import { median } from '../figures/statistics';
import type { Running } from '../order-sides';
import type { BenchStack } from '../stack/bench-stack';
import type { Curve } from './curve';

/** How often each point is measured; its median counts. */
const SAMPLES = 3;

/** What orders cost at one size. */
export interface OrderSample {
  readonly perSecond: number;
  /** By part, in ms. */
  readonly cpuMsPerOrder: ReadonlyMap<string, number>;
}

/** Runs orders in lanes, several times, and tells the median of what they cost. */
export async function sampleOrders(
  stack: BenchStack,
  running: Running,
  orders: number,
  lanes: number,
): Promise<OrderSample> {
  const rates: number[] = [];
  const costs = new Map<string, number[]>();
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const before = cpuOfParts(stack, running);
    const { perSecond } = await orderRate(stack, running.orders, orders, lanes);
    rates.push(perSecond);
    for (const [part, ms] of cpuPerPiece(before, cpuOfParts(stack, running), orders)) {
      costs.set(part, [...(costs.get(part) ?? []), ms]);
    }
  }
  return {
    perSecond: median(rates),
    cpuMsPerOrder: new Map([...costs].map(([part, values]) => [part, median(values)])),
  };
}

/** The curve of orders/s and of CPU per order, by part, from samples at growing sizes. */
export function curveOfSamples(
  about: Pick<Curve, 'name' | 'title' | 'grows'>,
  samples: readonly (readonly [number, OrderSample])[],
): Curve {
  const parts = [...new Set(samples.flatMap(([, { cpuMsPerOrder }]) => [...cpuMsPerOrder.keys()]))];
  return {
    ...about,
    rate: { name: 'orders/s', points: samples.map(([size, { perSecond }]) => [size, perSecond]) },
    cost: parts.map((part) => ({
      name: `CPU ms per order, ${part}`,
      points: samples.map(([size, sample]) => [size, sample.cpuMsPerOrder.get(part) ?? Number.NaN]),
    })),
  };
}
