import { sql } from 'kysely';
import {
  type OrderAttention,
  type OrderStatus,
  TERMINAL_STATUSES,
} from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';

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

/** Begins a query of the orders that fit, of which nothing is selected yet. */
export function ordersThatFit(db: OrderHistoryDatabase, filter: OrderFilter) {
  let query = db.selectFrom('orders');
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
  return query;
}
