import type { OrderWindows } from './order-windows';
import type { ReplayedOrder } from './replay-facts';

/** When each deadline of an order falls: ms since the epoch, `null` where it has none. */
export interface OrderDeadlines {
  /** The customer can no longer cancel. Amazon: 24 hours after placement. */
  readonly cancelWindowCloses: number | null;
  /** Amazon should have said how a Replenish call ended. Amazon: 72 hours after it. */
  readonly resolution: number | null;
  /** Refill stops waiting for that word: the settle time later, for Amazon speaks at that very moment. */
  readonly resolutionExpires: number | null;
  /** What is still to come should have been delivered. */
  readonly overdue: number | null;
  /** Refill stops waiting for a shipment. */
  readonly expiry: number | null;
}

/** The deadlines of an order. They count from Amazon's (or the maker's) times, never from an arrival. */
export function deadlinesOf(order: ReplayedOrder, windows: OrderWindows): OrderDeadlines {
  const resolution =
    order.requested === null
      ? null
      : Date.parse(order.requested.occurredAt) + windows.resolutionWindowMs;
  const resolutionExpires = resolution === null ? null : resolution + windows.settleMs;
  if (order.placed === null) {
    return {
      cancelWindowCloses: null,
      resolution,
      resolutionExpires,
      overdue: null,
      expiry: null,
    };
  }
  const cancelWindowCloses = Date.parse(order.placed.occurredAt) + windows.cancelWindowMs;
  const expected = promisedDelivery(order);
  return {
    cancelWindowCloses,
    resolution,
    resolutionExpires,
    overdue:
      expected === null ? null : Math.max(expected + windows.overdueGraceMs, cancelWindowCloses),
    // Without an estimate the window's end stands in, so that no order waits for ever.
    expiry: Math.max((expected ?? cancelWindowCloses) + windows.expiryMs, cancelWindowCloses),
  };
}

/**
 * When the items still to come were promised at placement: the latest of their estimates.
 * A shipment may bring a new estimate, which must not undo that the promise was missed.
 */
function promisedDelivery(order: ReplayedOrder): number | null {
  const waiting = new Set(order.items.filter((item) => !item.shipped).map((item) => item.asin));
  const promised = order.facts
    .filter((fact) => fact.type === 'order-placed')
    .at(-1)
    ?.items.filter((item) => waiting.size === 0 || waiting.has(item.asin));
  return latest((promised ?? []).map((item) => item.estimatedDelivery));
}

/** The latest of some ISO 8601 times in ms since the epoch; `null` where there is none. */
export function latest(times: readonly (string | null)[]): number | null {
  const known = times.filter((time) => time !== null).map((time) => Date.parse(time));
  return known.length === 0 ? null : Math.max(...known);
}
