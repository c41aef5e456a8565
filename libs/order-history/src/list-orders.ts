import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import { type OrderFilter, ordersThatFit } from './order-filter';
import { readOrderRow, type RecordedOrder } from './order-row';

/** Where an order stands in every list. It never changes. */
export interface OrderPosition {
  /** ISO 8601, UTC, ms. */
  readonly sortAt: string;
  readonly orderId: string;
}

/** A part of a list. */
export interface OrderPage {
  readonly orders: readonly RecordedOrder[];
  /** Where the next part goes on; `null` when this was the last. */
  readonly next: OrderPosition | null;
}

/**
 * Lists orders, newest first, in one query.
 *
 * The list goes by the time an order was placed, requested or begun as first recorded, which never changes,
 * then by id. So an order that comes or changes while someone turns pages neither repeats nor hides another.
 * @param request `limit`: how many at most; `after`: the `next` of the page before
 */
export async function listOrders(
  db: OrderHistoryDatabase,
  request: {
    readonly filter: OrderFilter;
    readonly limit: number;
    readonly after: OrderPosition | null;
  },
): Promise<OrderPage> {
  const { filter, limit, after } = request;
  let query = ordersThatFit(db, filter).selectAll();
  if (after !== null) {
    query = query.where(
      sql<boolean>`(sort_at, order_id) < (${after.sortAt}::timestamptz, ${after.orderId})`,
    );
  }
  const rows = await query
    .orderBy('sort_at', 'desc')
    .orderBy('order_id', 'desc')
    // One more than asked for: whether there is a next page.
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    orders: shown.map(readOrderRow),
    next:
      rows.length > limit && last !== undefined
        ? { sortAt: last.sort_at, orderId: last.order_id }
        : null,
  };
}
