import { listPageTimes } from '../figures/list-page-times';
import { fillOrders } from '../stack/fill-orders';
import type { MeasureGrowth } from './growth-options';
import { curveOfPages } from './page-curve';
import { sampleOrders } from './sampled-orders';
import { curveOfSamples, type Sample } from './samples';
import { startWarmRefill } from './warm-refill';

const PAGES = 300;
const READERS = 2;
/** A million at once would be one long transaction. */
const PORTION = 100_000;

/** Orders, and pages of their list, against how many orders the history holds. */
export const againstHistorySize: MeasureGrowth = async (stack, { orders, historyRows }, step) => {
  const refill = await startWarmRefill(stack, step);
  const pageTimes = (): Promise<readonly number[]> =>
    listPageTimes(refill.historyUrl, stack.historyToken, PAGES, READERS);
  const samples: [number, Sample][] = [];
  const pages: [number, readonly number[]][] = [];
  let stored = 0;
  for (const [at, size] of historyRows.entries()) {
    while (stored < size) {
      step(`storing: ${stored} of ${size} orders`, at / historyRows.length);
      const next = Math.min(size, stored + PORTION);
      await fillOrders(stack.databaseUrl, stored + 1, next);
      stored = next;
    }
    step(`${size} orders stored`, (at + 0.5) / historyRows.length);
    // Once for the caches.
    await pageTimes();
    pages.push([size, await pageTimes()]);
    samples.push([size, await sampleOrders(stack, refill, orders)]);
  }
  await refill.stop();
  const about = {
    name: 'history-size',
    title: 'Orders, placed to closed, against how many the history holds',
    grows: 'orders in the history',
    piece: 'order',
  };
  return [curveOfSamples(about, samples), curveOfPages(pages)];
};
