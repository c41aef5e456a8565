import { sql } from 'kysely';
import {
  type OrderAttention,
  type OrderStatus,
  TERMINAL_STATUSES,
} from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';
import { readOrderRow, type RecordedOrder } from './order-row';

/** Which orders are wanted; every part that is given must hold. Times are ISO 8601. */
export interface OrderFilter {
  readonly customerId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly slotId?: string | undefined;
  /** Any of these. */
  readonly statuses?: readonly OrderStatus[] | undefined;
  /** Whether the order has not ended. */
  readonly open?: boolean | undefined;
  /** At least one of these marks. */
  readonly attentions?: readonly OrderAttention[] | undefined;
  /** Placed at this time or later; an order never placed does not match. */
  readonly placedFrom?: string | undefined;
  /** Placed before this time. */
  readonly placedTo?: string | undefined;
}

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
  let query = db.selectFrom('orders').selectAll();
  if (filter.customerId !== undefined) query = query.where('customer_id', '=', filter.customerId);
  if (filter.modelId !== undefined) query = query.where('model_id', '=', filter.modelId);
  if (filter.serialNumber !== undefined) {
    query = query.where('serial_number', '=', filter.serialNumber);
  }
  if (filter.slotId !== undefined) query = query.where('slot_id', '=', filter.slotId);
  if (filter.statuses !== undefined) {
    // `in` of a single value counts as `=`, so that orders_by_status gives the order, too.
    query =
      filter.statuses.length === 0
        ? query.where(sql<boolean>`false`)
        : query.where('status', 'in', filter.statuses);
  }
  if (filter.open !== undefined) {
    query = query.where('status', filter.open ? 'not in' : 'in', TERMINAL_STATUSES);
  }
  if (filter.attentions !== undefined) {
    // The second condition follows from the first; it lets PostgreSQL use orders_with_attention.
    query = query
      .where(sql<boolean>`attention && ${filter.attentions}::text[]`)
      .where(sql<boolean>`attention <> '{}'`);
  }
  if (filter.placedFrom !== undefined) query = query.where('placed_at', '>=', filter.placedFrom);
  if (filter.placedTo !== undefined) query = query.where('placed_at', '<', filter.placedTo);
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
