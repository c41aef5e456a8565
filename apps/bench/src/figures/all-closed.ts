import type { OrderSide } from '../sides/order-side';
import { inLanes } from './in-lanes';

const LANES = 16;

/**
 * Waits until orders have closed, outside of what is timed: orders that got their mails and then stay open, or leave
 * no history, must not count as finished.
 * @throws Error of the first that does not
 */
export async function allClosed(side: OrderSide, orders: readonly string[]): Promise<void> {
  await inLanes(orders.length, LANES, async (at) => {
    await side.closed(orders[at] ?? '');
  });
}
