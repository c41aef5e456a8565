import { randomUUID } from 'node:crypto';
import type { OrderSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { inLanes, perSecond } from './in-lanes';

/** How fast orders go from placed to closed. */
export interface OrderRate {
  readonly perSecond: number;
  /** From the notification to the first mail at the mail server, in ms. */
  readonly mailMs: readonly number[];
  readonly orders: readonly string[];
}

/**
 * Runs orders from placed to shipped, with both mails, in a closed loop: a lane ships its order when the mail of its
 * placing has arrived, and begins the next when that of its shipping has.
 */
export async function orderRate(
  { mails }: BenchStack,
  side: OrderSide,
  pieces: number,
  lanes: number,
): Promise<OrderRate> {
  const orders = orderNames('', pieces);
  await side.prepare(orders);
  const mailMs: number[] = [];
  const ms = await inLanes(pieces, lanes, async (at) => {
    const order = orders[at] ?? '';
    const placedAt = Date.now();
    mailMs.push((await mails.mails(await side.place(order), 1)) - placedAt);
    await mails.mails(await side.ship(order), 2);
  });
  return { perSecond: perSecond(pieces, ms), mailMs, orders };
}

/** Names of orders that no other run has. @param prefix tells what they are for */
export function orderNames(prefix: string, pieces: number): readonly string[] {
  const run = randomUUID().slice(0, 8);
  return Array.from({ length: pieces }, (_, at) => `${prefix}${run}-${String(at)}`);
}
