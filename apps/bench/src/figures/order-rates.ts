import { randomUUID } from 'node:crypto';
import type { OrderSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { inLanes, perSecond } from './in-lanes';

/** How fast orders go from placed to the mail of their shipping. */
export interface OrderRate {
  readonly perSecond: number;
  /** From the notification to the first mail at the mail server, in ms. */
  readonly mailMs: readonly number[];
}

/** Makes up orders and prepares them, which is no part of what is measured. @returns their names */
export async function preparedOrders(
  side: OrderSide,
  pieces: number,
  prefix = '',
): Promise<readonly string[]> {
  const orders = orderNames(prefix, pieces);
  await side.prepare(orders);
  return orders;
}

/**
 * Runs orders from placed to shipped, with both mails, in a closed loop: a lane ships its order when the mail of its
 * placing has arrived, and begins the next when that of its shipping has.
 * @param orders prepared ones
 */
export async function orderRate(
  { mails }: BenchStack,
  side: OrderSide,
  orders: readonly string[],
  lanes: number,
): Promise<OrderRate> {
  const mailMs: number[] = [];
  const ms = await inLanes(orders.length, lanes, async (at) => {
    const order = orders[at] ?? '';
    const placedAt = Date.now();
    mailMs.push((await mails.mails(await side.place(order), 1)) - placedAt);
    await mails.mails(await side.ship(order), 2);
  });
  return { perSecond: perSecond(orders.length, ms), mailMs };
}

/** Names of orders that no other run has. @param prefix tells what they are for */
export function orderNames(prefix: string, pieces: number): readonly string[] {
  const run = randomUUID().slice(0, 8);
  return Array.from({ length: pieces }, (_, at) => `${prefix}${run}-${String(at)}`);
}
