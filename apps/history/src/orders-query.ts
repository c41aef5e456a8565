import { z } from 'zod';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { listOrders } from '@refill/order-history/list-orders';
import type { OrderFilter } from '@refill/order-history/order-filter';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import { orderJson, orderSchema } from './order-json';
import { decodeOrdersCursor, encodeOrdersCursor } from './page-cursor';
import {
  cursor,
  idText,
  instantText,
  listOf,
  nextCursor,
  oneOrMoreOf,
  utcOf,
} from './request-text';
import type { TemporalUi } from './workflow-url';

const MAX_ORDERS = 200;

const status = z.enum(ORDER_STATUSES);
const attention = z.enum(ORDER_ATTENTIONS);

const ofAnyDevice = {
  customerId: idText.optional(),
  slotId: idText.optional(),
  status: z
    .union([z.array(status), status], { error: oneOrMoreOf(ORDER_STATUSES) })
    .optional()
    .describe('May be repeated: any of these'),
  attention: z
    .union([z.array(attention), attention], { error: oneOrMoreOf(ORDER_ATTENTIONS) })
    .optional()
    .describe('May be repeated: at least one of these marks'),
  placedFrom: instantText.optional().describe('Placed at this time or later'),
  placedTo: instantText.optional().describe('Placed before this time'),
};
const ofOneDevice = { modelId: idText.optional(), serialNumber: idText.optional() };
const part = { limit: z.coerce.number().int().min(1).max(MAX_ORDERS).default(50), cursor };

/** Which orders of one device are wanted. Strict: a filter that is misspelt must not give all orders. */
export const deviceOrdersQuery = z.strictObject({ ...ofAnyDevice, ...part });

/** Which orders are wanted. Strict: a filter that is misspelt must not give all orders. */
export const ordersQuery = z.strictObject({ ...ofAnyDevice, ...ofOneDevice, ...part });

/** Which orders are counted: as those that are listed. */
export const countedOrdersQuery = z.strictObject({ ...ofAnyDevice, ...ofOneDevice });

/** A page of orders as the API gives it. */
export const ordersPageSchema = z
  .object({ items: z.array(orderSchema), nextCursor })
  .describe('A page of orders');

/** What the lists of orders say of their order. */
export const ORDERS_DESCRIPTION =
  'The order goes by the time an order was placed, requested or begun as it was first recorded, ' +
  'which never changes: no order is shown twice or left out because others come or change.';

/**
 * Reads the page of orders that a query asks for.
 * @param query of either kind
 * @param device narrows a query that names no device
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID`
 */
export async function readOrdersPage(
  { db, temporalUi }: { readonly db: OrderHistoryDatabase; readonly temporalUi: TemporalUi | null },
  query: z.output<typeof ordersQuery>,
  device: Pick<OrderFilter, 'modelId' | 'serialNumber'> = query,
): Promise<z.output<typeof ordersPageSchema>> {
  const page = await listOrders(db, {
    filter: orderFilterOf({ ...query, ...device }),
    limit: query.limit,
    after: query.cursor === undefined ? null : decodeOrdersCursor(query.cursor),
  });
  return {
    items: page.orders.map((order) => orderJson(order, temporalUi)),
    nextCursor: page.next === null ? null : encodeOrdersCursor(page.next),
  };
}

/** The filter that a query of either kind means. */
export function orderFilterOf(query: z.output<typeof countedOrdersQuery>): OrderFilter {
  const { customerId, modelId, serialNumber, slotId } = query;
  return {
    customerId,
    modelId,
    serialNumber,
    slotId,
    statuses: listOf(query.status),
    attentions: listOf(query.attention),
    placedFrom: utcOf(query.placedFrom),
    placedTo: utcOf(query.placedTo),
  };
}
