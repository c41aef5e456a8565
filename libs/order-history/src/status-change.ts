import type { OrderEvent, OrderEventType } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderStatus } from '@refill/order-lifecycle/order-status';

/** A record that gave an order another status than its row had. */
export interface StatusChange {
  /** What the row held before; `null` when the order is new. */
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  /**
   * How long the order had been in `from` by the times of its events, in seconds; `null` when it is not known.
   * 0 where what came late says that it never was in `from`.
   */
  readonly secondsInFrom: number | null;
}

/** What an order's row held before a record. Times are ISO 8601, UTC. */
export interface OrderBefore {
  readonly status: OrderStatus;
  readonly requested_at: string | null;
  readonly placed_at: string | null;
  readonly cancellable_until: string | null;
  readonly started_at: string;
  /** When its first part shipped; `null` unless it was partially shipped. */
  readonly first_shipment_at: string | null;
}

/**
 * Compares what is recorded of an order with the row it had.
 * @param before `null` when the order is new
 * @returns `null` when the status stays as it is
 */
export function statusChangeOf(
  before: OrderBefore | null,
  {
    snapshot,
    events,
  }: { readonly snapshot: OrderSnapshot; readonly events: readonly OrderEvent[] },
): StatusChange | null {
  const to = snapshot.status;
  if (before === null) return { from: null, to, secondsInFrom: null };
  const from = before.status;
  if (from === to) return null;
  const began = beganAt(before);
  const ended = leftAt(from, snapshot, events);
  const secondsInFrom =
    began === null || ended === null
      ? null
      : Math.max(0, (Date.parse(ended) - Date.parse(began)) / 1_000);
  return { from, to, secondsInFrom };
}

function beganAt(before: OrderBefore): string | null {
  switch (before.status) {
    case 'requested':
      return before.requested_at ?? before.started_at;
    case 'placed':
      return before.placed_at;
    case 'awaiting-shipment':
      return before.cancellable_until;
    case 'partially-shipped':
      return before.first_shipment_at;
    case 'shipped':
    case 'cancelled':
    case 'expired':
    case 'ended':
      return null;
  }
}

/** When an order left a status: it may have come through others that were never recorded. */
function leftAt(
  from: OrderStatus,
  snapshot: OrderSnapshot,
  events: readonly OrderEvent[],
): string | null {
  const entered = enteredAt(snapshot, events);
  if (from === 'requested') return snapshot.placedAt ?? entered;
  if (from === 'placed') return earliest([snapshot.cancellableUntil, entered]);
  return entered;
}

function enteredAt(snapshot: OrderSnapshot, events: readonly OrderEvent[]): string | null {
  switch (snapshot.status) {
    case 'requested':
      return snapshot.requestedAt;
    case 'placed':
      return snapshot.placedAt;
    case 'awaiting-shipment':
      return snapshot.cancellableUntil;
    case 'shipped':
      return snapshot.shippedAt;
    case 'cancelled':
      return snapshot.cancelledAt;
    // The row has no time for these.
    case 'partially-shipped':
      return earliest(timesOf(events, 'item-shipped'));
    case 'expired':
      return earliest(timesOf(events, 'expired'));
    case 'ended':
      return earliest(timesOf(events, 'order-ended'));
  }
}

function timesOf(events: readonly OrderEvent[], type: OrderEventType): readonly string[] {
  return events.flatMap((event) => (event.type === type ? [event.occurredAt] : []));
}

function earliest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}
