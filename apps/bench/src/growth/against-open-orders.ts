import { allClosed } from '../figures/all-closed';
import { inLanes, perSecond } from '../figures/in-lanes';
import { shipAll } from '../figures/order-burst';
import { preparedOrders } from '../figures/order-rates';
import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import type { Curve } from './curve';
import type { MeasureGrowth } from './growth-options';
import { sampleOrders } from './sampled-orders';
import { curveOfSamples, type Sample, sample, SAMPLES, severalSamples } from './samples';
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

const ABOUT_SHIPMENTS = {
  name: 'shipments',
  title: 'Shipments of the orders that are open the longest, against how many are open',
  grows: 'open orders',
  piece: 'shipment',
};

/**
 * Orders, and shipments of orders that stood open meanwhile, against how many are open. Temporal holds the workflows of all
 * of them, the worker those of the last: the others it has to replay.
 */
export const againstOpenOrders: MeasureGrowth = async (
  stack,
  { orders, openOrders },
  step,
  keepSoFar,
) => {
  const refill = await startWarmRefill(stack, step);
  const all = openOrders.at(-1) ?? 0;
  const [samples, shipments]: [[number, Sample][], [number, Sample][]] = [[], []];
  const curves = (): readonly Curve[] => [
    curveOfSamples(ABOUT, samples),
    curveOfSamples(ABOUT_SHIPMENTS, shipments),
  ];
  // The longest open first.
  const open: string[] = [];
  for (const size of openOrders) {
    while (open.length < size) {
      step(`placing: ${open.length} of ${size} orders are open`, open.length / all);
      open.push(...(await placeOnly(stack, refill, Math.min(PORTION, size - open.length))));
    }
    step(`beside ${size} open orders`, open.length / all);
    samples.push([size, await sampleOrders(stack, refill, orders)]);
    shipments.push([size, await sampleShipments(stack, refill, open, orders)]);
    keepSoFar(curves());
  }
  await refill.stop();
  return curves();
};

/** @returns the names of the orders, which stay open */
async function placeOnly(
  { mails }: BenchStack,
  side: RunningSide,
  orders: number,
): Promise<readonly string[]> {
  const names = await preparedOrders(side.orders, orders, 'stays-');
  await inLanes(orders, LANES, async (at) => {
    await mails.mails(await side.orders.place(names[at] ?? ''), 1);
  });
  return names;
}

/**
 * Ships orders that have been open for long, as most are when they ship; several times, of which the median counts.
 * @param open the longest open first; those that are shipped are taken out
 */
async function sampleShipments(
  stack: BenchStack,
  side: RunningSide,
  open: string[],
  orders: number,
): Promise<Sample> {
  const pieces = Math.max(1, Math.min(orders, Math.floor(open.length / SAMPLES)));
  return await severalSamples(async () => {
    const names = open.splice(0, pieces);
    await side.orders.prepare(names);
    const taken = await sample(stack, side, names.length, async () => {
      return perSecond(names.length, await shipAll(stack, side.orders, names, LANES));
    });
    await allClosed(side.orders, names);
    return taken;
  });
}
