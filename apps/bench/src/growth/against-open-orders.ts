import { inLanes } from '../figures/in-lanes';
import { orderNames } from '../figures/order-rates';
import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import type { MeasureGrowth } from './growth-options';
import { sampleOrders } from './sampled-orders';
import { curveOfSamples, type Sample } from './samples';
import { startWarmRefill } from './warm-refill';

const LANES = 64;
/** Between two words of progress. */
const PORTION = 1_000;

const ABOUT = {
  name: 'open-orders',
  title: 'Orders, placed to closed, against how many others are open',
  grows: 'open orders',
  piece: 'order',
};

/** Orders against how many others are open, whose workflows Temporal and the worker hold. */
export const againstOpenOrders: MeasureGrowth = async (
  stack,
  { orders, openOrders },
  step,
  keepSoFar,
) => {
  const refill = await startWarmRefill(stack);
  const all = openOrders.at(-1) ?? 0;
  const samples: [number, Sample][] = [];
  let open = 0;
  for (const size of openOrders) {
    while (open < size) {
      step(`placing: ${open} of ${size} orders are open`, open / all);
      const portion = Math.min(PORTION, size - open);
      await placeOnly(stack, refill, portion);
      open += portion;
    }
    step(`beside ${size} open orders`, open / all);
    samples.push([size, await sampleOrders(stack, refill, orders)]);
    keepSoFar([curveOfSamples(ABOUT, samples)]);
  }
  await refill.stop();
  return [curveOfSamples(ABOUT, samples)];
};

async function placeOnly({ mails }: BenchStack, side: RunningSide, orders: number): Promise<void> {
  const names = orderNames('stays-', orders);
  await side.orders.prepare(names);
  await inLanes(orders, LANES, async (at) => {
    await mails.mails(await side.orders.place(names[at] ?? ''), 1);
  });
}
