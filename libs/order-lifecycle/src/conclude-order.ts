import type { OrderFact } from './order-fact';
import type { OrderSnapshot } from './order-snapshot';
import { applyFact, closeOrder, newOrder } from './order-state';
import type { OrderWindows } from './order-windows';
import { viewOrder } from './order-view';

/**
 * How a closed order stands once a late fact is counted in: the same as if it had come in time.
 *
 * Every deadline has passed for a closed order, so its status is always a terminal one.
 * @throws RangeError when no fact is about the order itself
 */
export function concludeOrder(
  orderId: string,
  facts: readonly OrderFact[],
  windows: OrderWindows,
): OrderSnapshot {
  const state = facts.reduce(
    (before, fact) => applyFact(before, fact, 0),
    newOrder(orderId, windows),
  );
  const view = viewOrder(closeOrder(state), Infinity);
  if (view === null) throw new RangeError('none of the facts is about the order itself');
  return view.snapshot;
}
