import { orderRate } from '../figures/order-rates';
import { refillOverHttp } from '../order-sides';
import type { BenchStack } from '../stack/bench-stack';
import type { Curve } from './curve';
import { curveOfSamples, type OrderSample, sampleOrders } from './sampled-orders';

const LANES = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const LEAST_ORDERS = 40;

/** Orders against how many are on their way at once. */
export async function againstConcurrency(
  stack: BenchStack,
  say: (text: string) => void,
): Promise<Curve> {
  const running = await refillOverHttp(stack).start();
  await orderRate(stack, running.orders, 256, 64);
  const samples: [number, OrderSample][] = [];
  for (const lanes of LANES) {
    const orders = Math.max(LEAST_ORDERS, lanes * 2);
    const sample = await sampleOrders(stack, running, orders, lanes);
    say(`${lanes} at once: ${sample.perSecond.toFixed(1)} orders/s`);
    samples.push([lanes, sample]);
  }
  await running.stop();
  const about = {
    name: 'concurrency',
    title: 'Orders, placed to closed, against how many are on their way at once',
    grows: 'orders at once',
  };
  return curveOfSamples(about, samples);
}
