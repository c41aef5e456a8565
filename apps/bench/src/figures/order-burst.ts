import type { OrderSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { inLanes } from './in-lanes';
import { preparedOrders } from './order-rates';
import { percentile } from './statistics';

/** Orders that were placed at once and are open. */
export interface Burst {
  /** The 99th percentile of notification → mail, in ms. */
  readonly p99Ms: number;
  readonly orders: readonly string[];
}

/** Places many orders at once, and waits until the mails of all have come. */
export async function placeBurst(
  { mails }: BenchStack,
  side: OrderSide,
  pieces: number,
): Promise<Burst> {
  const orders = await preparedOrders(side, pieces, 'burst-');
  const waits = await Promise.all(
    orders.map(async (order) => {
      const placedAt = Date.now();
      return (await mails.mails(await side.place(order), 1)) - placedAt;
    }),
  );
  return { p99Ms: percentile(waits, 0.99), orders };
}

/**
 * Ships orders that are open, until the mails of all have come.
 * @returns how long it took, in ms
 */
export async function shipAll(
  { mails }: BenchStack,
  side: OrderSide,
  orders: readonly string[],
  lanes: number,
): Promise<number> {
  return await inLanes(orders.length, lanes, async (at) => {
    await mails.mails(await side.ship(orders[at] ?? ''), 2);
  });
}
