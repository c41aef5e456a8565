import { prepareDatabase } from '@refill/order-history/prepare-database';
import { listPageTimes } from './figures/list-page-times';
import { median, percentile } from './figures/statistics';
import type { BenchOptions } from './bench-options';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';
import { fillOrders } from './stack/fill-orders';

const FEW = 10_000;
const MANY = 1_000_000;
/** A million at once would be one long transaction. */
const PORTION = 100_000;
const PAGES = 500;
const READERS = 2;
/** How much of the part it is to store the orders. */
const STORING_SHARE = 0.6;

/** A page of the list of orders, from a small store and from a large one, in turns. */
export async function measureReading(
  stack: BenchStack,
  { rounds }: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const small = await filled(stack, 'few', FEW, recorder);
  const large = await filled(stack, 'many', MANY, recorder);
  const few = await stack.service('history', { env: { DATABASE_URL: small } });
  const many = await stack.service('history', { env: { DATABASE_URL: large } });
  const times = async (url: string): Promise<readonly number[]> =>
    await listPageTimes(url, stack.historyToken, PAGES, READERS);
  await times(few.url);
  await times(many.url);
  for (let round = 1; round <= rounds; round += 1) {
    recorder.step(
      `pages of the list of orders, round ${round} of ${rounds}`,
      STORING_SHARE + ((1 - STORING_SHARE) * (round - 1)) / rounds,
    );
    const [ofFew, ofMany] =
      round % 2 === 0
        ? [await times(few.url), await times(many.url)]
        : [await times(many.url), await times(few.url)].reverse();
    if (ofFew === undefined || ofMany === undefined) throw new Error('unreachable');
    recorder.rate('list page of 10,000 orders: p50, ms', median(ofFew));
    recorder.rate('list page of 1,000,000 orders: p50, ms', median(ofMany));
    recorder.rate('list page of 1,000,000 orders: p99, ms', percentile(ofMany, 0.99));
    recorder.bar('listPage', percentile(ofMany, 0.99) / percentile(ofFew, 0.99));
  }
  await few.program.stop();
  await many.program.stop();
}

async function filled(
  stack: BenchStack,
  name: string,
  orders: number,
  recorder: Recorder,
): Promise<string> {
  const url = await stack.database(name);
  await prepareDatabase(url, 'auto');
  for (let from = 1; from <= orders; from += PORTION) {
    recorder.step(`storing orders: ${from - 1} of ${orders}`, (STORING_SHARE * from) / MANY);
    await fillOrders(url, from, Math.min(orders, from + PORTION - 1));
  }
  return url;
}
