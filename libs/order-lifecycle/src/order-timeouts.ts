import type { OrderDeadlines } from './order-deadlines';
import type { ReplayedOrder } from './replay-facts';

/** The deadlines that leave an event in the history. */
export type OrderTimeoutType =
  'cancel-window-closed' | 'ship-overdue' | 'resolution-timeout' | 'expired';

/** A deadline that passed. */
export interface OrderTimeout {
  readonly type: OrderTimeoutType;
  /** When it fell: ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** The last moment that an ISO 8601 time can name, in ms since the epoch. Source: ECMA-262, TimeClip. */
const LAST_MOMENT_MS = 8.64e15;

/**
 * The deadlines that passed while the order was still waiting for what they are about.
 * @param now ms since the epoch; `Infinity` for an order that is closed for good
 */
export function timeoutsOf(
  order: ReplayedOrder,
  deadlines: OrderDeadlines,
  now: number,
): readonly OrderTimeout[] {
  const timeouts: OrderTimeout[] = [];
  const passed = (at: number | null, orderMovedOnAt: string | null): at is number =>
    at !== null && now >= at && (orderMovedOnAt === null || Date.parse(orderMovedOnAt) > at);

  if (passed(deadlines.resolution, earlier(order.firstWordAt, order.endedAt))) {
    timeouts.push({ type: 'resolution-timeout', occurredAt: isoTime(deadlines.resolution) });
  }
  if (passed(deadlines.cancelWindowCloses, order.endedAt)) {
    timeouts.push({
      type: 'cancel-window-closed',
      occurredAt: isoTime(deadlines.cancelWindowCloses),
    });
  }
  if (passed(deadlines.overdue, order.endedAt)) {
    timeouts.push({ type: 'ship-overdue', occurredAt: isoTime(deadlines.overdue) });
  }
  const gaveUpAt = order.firstWordAt === null ? deadlines.resolutionExpires : deadlines.expiry;
  // Whatever Amazon or an operator said of the end, however late, counts for more than our having given up.
  if (order.endedAt === null && gaveUpAt !== null && now >= gaveUpAt) {
    timeouts.push({ type: 'expired', occurredAt: isoTime(gaveUpAt) });
  }
  return timeouts;
}

/** The earlier of two ISO 8601 times; `null` where there is none. */
function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(b) < Date.parse(a) ? b : a;
}

/** A time in ms since the epoch as ISO 8601, UTC, cut off at the last one there is. */
export function isoTime(ms: number): string {
  return new Date(Math.min(ms, LAST_MOMENT_MS)).toISOString();
}
