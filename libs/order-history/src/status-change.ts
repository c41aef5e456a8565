import type { Selectable, Transaction } from 'kysely';
import type { OrderEvent, OrderEventType } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderStatus } from '@refill/order-lifecycle/order-status';
import type { DatabaseSchema, OrdersTable } from './database-schema';

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

/**
 * Compares what is recorded of an order with the row it had.
 * The caller must hold the lock on the row, and have added the events.
 * @returns `null` when the status stays as it is
 */
export async function statusChangeOf(
  trx: Transaction<DatabaseSchema>,
  row: Selectable<OrdersTable> | undefined,
  {
    snapshot,
    events,
  }: { readonly snapshot: OrderSnapshot; readonly events: readonly OrderEvent[] },
): Promise<StatusChange | null> {
  const to = snapshot.status;
  if (row === undefined) return { from: null, to, secondsInFrom: null };
  const from = row.status;
  if (from === to) return null;
  const began = await beganAt(trx, row);
  const ended = leftAt(from, snapshot, events);
  const secondsInFrom =
    began === null || ended === null
      ? null
      : Math.max(0, (Date.parse(ended) - Date.parse(began)) / 1_000);
  return { from, to, secondsInFrom };
}

async function beganAt(
  trx: Transaction<DatabaseSchema>,
  row: Selectable<OrdersTable>,
): Promise<string | null> {
  switch (row.status) {
    case 'requested':
      return row.requested_at ?? row.started_at;
    case 'placed':
      return row.placed_at;
    case 'awaiting-shipment':
      return row.cancellable_until;
    case 'partially-shipped':
      return await firstShipmentAt(trx, row.order_id);
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

async function firstShipmentAt(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
): Promise<string | null> {
  const first = await trx
    .selectFrom('order_events')
    .select('occurred_at')
    .where('order_id', '=', orderId)
    .where('type', '=', 'item-shipped')
    .orderBy('occurred_at')
    .limit(1)
    .executeTakeFirst();
  return first?.occurred_at ?? null;
}
