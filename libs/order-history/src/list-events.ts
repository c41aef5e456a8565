import type { OrderHistoryDatabase } from './database';
import { recordedOrderEventSchema, type RecordedOrderEvent } from './order-event-schema';
import { readStored } from './stored-json';

/** A part of an order's history. */
export interface EventPage {
  readonly events: readonly RecordedOrderEvent[];
  /** The `seq` after which the next part goes on; `null` when this was the last. */
  readonly next: number | null;
}

/**
 * What happened to an order, in the order of recording.
 * @param request `limit`: how many at most; `after`: the `next` of the page before, 0 for the first
 * @returns `null` when the history does not hold the order
 * @throws HistoryError `HISTORY_ROW_INVALID` when an event is not what Refill writes
 */
export async function listEvents(
  db: OrderHistoryDatabase,
  request: { readonly orderId: string; readonly limit: number; readonly after: number },
): Promise<EventPage | null> {
  const { orderId, limit, after } = request;
  // Joined from the order's side: an order without further events gives one row without an event.
  const rows = await db
    .selectFrom('orders')
    .leftJoin('order_events as event', (join) =>
      join.onRef('event.order_id', '=', 'orders.order_id').on('event.seq', '>', after),
    )
    .where('orders.order_id', '=', orderId)
    .select([
      'event.seq',
      'event.key',
      'event.type',
      'event.occurred_at as occurredAt',
      'event.recorded_at as recordedAt',
      'event.notification_id as notificationId',
      'event.data',
    ])
    .orderBy('event.seq')
    .limit(limit + 1)
    .execute();
  if (rows.length === 0) return null;
  const events = rows
    .filter((row) => row.seq !== null)
    .map((row) =>
      readStored(recordedOrderEventSchema, row, `event ${String(row.seq)} of order ${orderId}`),
    );
  const shown = events.slice(0, limit);
  return { events: shown, next: events.length > limit ? (shown.at(-1)?.seq ?? null) : null };
}
