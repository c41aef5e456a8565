import { randomUUID } from 'node:crypto';
import { inLanes } from '../figures/in-lanes';
import { orderRate } from '../figures/order-rates';
import { refillOverHttp, type Running } from '../order-sides';
import type { BenchStack } from '../stack/bench-stack';
import type { Curve } from './curve';
import { curveOfSamples, type OrderSample, sampleOrders } from './sampled-orders';

const LANES = 64;
const ORDERS = 200;
/** Between two words of progress. */
const PORTION = 1_000;

/** Orders against how many others are open, whose workflows Temporal and the worker hold. */
export async function againstOpenOrders(
  stack: BenchStack,
  sizes: readonly number[],
  say: (text: string) => void,
): Promise<Curve> {
  const running = await refillOverHttp(stack).start();
  await orderRate(stack, running.orders, 256, LANES);
  const samples: [number, OrderSample][] = [];
  let open = 0;
  for (const size of sizes) {
    while (open < size) {
      await placeOnly(stack, running, Math.min(PORTION, size - open));
      open = Math.min(size, open + PORTION);
      say(`${open} of ${size} orders are open`);
    }
    const sample = await sampleOrders(stack, running, ORDERS, LANES);
    say(`beside ${size} open orders: ${sample.perSecond.toFixed(1)} orders/s`);
    samples.push([size, sample]);
  }
  await running.stop();
  const about = {
    name: 'open-orders',
    title: 'Orders, placed to closed, against how many others are open',
    grows: 'open orders',
  };
  return curveOfSamples(about, samples);
}

async function placeOnly(stack: BenchStack, running: Running, orders: number): Promise<void> {
  const run = randomUUID().slice(0, 8);
  const names = Array.from({ length: orders }, (_, at) => `stays-${run}-${at}`);
  await running.orders.prepare(names);
  await inLanes(orders, LANES, async (at) => {
    await stack.mails.mails(await running.orders.place(names[at] ?? ''), 1);
  });
}
