import { listPageTimes } from '../figures/list-page-times';
import { orderRate } from '../figures/order-rates';
import { percentile } from '../figures/statistics';
import { refillOverHttp } from '../order-sides';
import type { BenchStack } from '../stack/bench-stack';
import { fillOrders } from '../stack/fill-orders';
import type { Curve } from './curve';
import { curveOfSamples, type OrderSample, sampleOrders } from './sampled-orders';

const SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000];
const LANES = 64;
const ORDERS = 200;
const PAGES = 300;
const READERS = 2;

/** Orders, and pages of their list, against how many orders the history holds. */
export async function againstHistorySize(
  stack: BenchStack,
  say: (text: string) => void,
): Promise<readonly [Curve, Curve]> {
  const running = await refillOverHttp(stack).start();
  const { historyUrl } = running;
  await orderRate(stack, running.orders, 256, LANES);
  const samples: [number, OrderSample][] = [];
  const pages: [number, readonly number[]][] = [];
  let stored = 0;
  for (const size of SIZES) {
    await fillOrders(stack.databaseUrl, stored + 1, size);
    stored = size;
    await listPageTimes(historyUrl, stack.historyToken, PAGES, READERS);
    const times = await listPageTimes(historyUrl, stack.historyToken, PAGES, READERS);
    const sample = await sampleOrders(stack, running, ORDERS, LANES);
    const p99 = percentile(times, 0.99).toFixed(1);
    say(
      `${size} orders stored: ${sample.perSecond.toFixed(1)} orders/s, a page in ${p99} ms (p99)`,
    );
    samples.push([size, sample]);
    pages.push([size, times]);
  }
  await running.stop();
  const orders = {
    name: 'history-size',
    title: 'Orders, placed to closed, against how many the history holds',
    grows: 'orders in the history',
  };
  return [curveOfSamples(orders, samples), curveOfPages(pages)];
}

function curveOfPages(pages: readonly (readonly [number, readonly number[]])[]): Curve {
  const line = (part: number): readonly (readonly [number, number])[] =>
    pages.map(([size, times]) => [size, percentile(times, part)]);
  return {
    name: 'list-page',
    title: 'Pages of 50 orders against how many the history holds',
    grows: 'orders in the history',
    rate: {
      name: 'pages/s of one reader',
      points: pages.map(([size, times]) => [
        size,
        1_000 / (times.reduce((sum, ms) => sum + ms, 0) / times.length),
      ]),
    },
    cost: [
      { name: 'ms, p50', points: line(0.5) },
      { name: 'ms, p99', points: line(0.99) },
    ],
  };
}
