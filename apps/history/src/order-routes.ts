import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { getOrder } from '@refill/order-history/get-order';
import { listEvents } from '@refill/order-history/list-events';
import { listOrders } from '@refill/order-history/list-orders';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { eventJson, eventSchema } from './event-json';
import { orderJson, orderSchema } from './order-json';
import {
  decodeEventsCursor,
  decodeOrdersCursor,
  encodeEventsCursor,
  encodeOrdersCursor,
} from './page-cursor';
import { problemResponses } from './problem-schema';
import { idText, instantText, listOf, oneOrMoreOf, utcOf } from './request-text';

const MAX_ORDERS = 200;
const MAX_EVENTS = 500;

const status = z.enum(ORDER_STATUSES);
const attention = z.enum(ORDER_ATTENTIONS);
const cursor = z.string().min(1).optional().describe('The nextCursor of the page before');

/** Strict: a filter that is misspelt must not give all orders. */
const ordersQuery = z.strictObject({
  customerId: idText.optional(),
  modelId: idText.optional(),
  serialNumber: idText.optional(),
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
  limit: z.coerce.number().int().min(1).max(MAX_ORDERS).default(50),
  cursor,
});
const eventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(200),
  cursor,
});
const orderParams = z.object({ orderId: idText });
const nextCursor = z.string().nullable().describe('null on the last page');

/** `GET /v1/orders`, `/v1/orders/{orderId}` and `/v1/orders/{orderId}/events`. */
export const orderRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db, guards, temporalUi } = context;
  const common = { tags: ['orders'], security: [{ readToken: [] }, { writeToken: [] }] };

  app.get(
    '/v1/orders',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        summary: 'Lists orders, newest first',
        description:
          'The order goes by the time an order was placed, requested or begun as it was first recorded, ' +
          'which never changes: no order is shown twice or left out because others come or change.',
        querystring: ordersQuery,
        response: {
          200: z.object({ items: z.array(orderSchema), nextCursor }).describe('A page of orders'),
          ...problemResponses(400, 401, 503),
        },
      },
    },
    async ({ query }) => {
      const page = await listOrders(db, {
        filter: {
          customerId: query.customerId,
          modelId: query.modelId,
          serialNumber: query.serialNumber,
          slotId: query.slotId,
          statuses: listOf(query.status),
          attentions: listOf(query.attention),
          placedFrom: utcOf(query.placedFrom),
          placedTo: utcOf(query.placedTo),
        },
        limit: query.limit,
        after: query.cursor === undefined ? null : decodeOrdersCursor(query.cursor),
      });
      return {
        items: page.orders.map((order) => orderJson(order, temporalUi)),
        nextCursor: page.next === null ? null : encodeOrdersCursor(page.next),
      };
    },
  );

  app.get(
    '/v1/orders/:orderId',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        summary: 'Gives one order',
        params: orderParams,
        response: { 200: orderSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async ({ params }) => {
      const order = await getOrder(db, params.orderId);
      if (order === null) throw orderNotFound();
      return orderJson(order, temporalUi);
    },
  );

  app.get(
    '/v1/orders/:orderId/events',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        summary: 'Tells what happened to an order, in the order of recording',
        params: orderParams,
        querystring: eventsQuery,
        response: {
          200: z.object({ items: z.array(eventSchema), nextCursor }).describe('A page of events'),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async ({ params, query }) => {
      const page = await listEvents(db, {
        orderId: params.orderId,
        limit: query.limit,
        after: query.cursor === undefined ? 0 : decodeEventsCursor(query.cursor),
      });
      if (page === null) throw orderNotFound();
      return {
        items: page.events.map(eventJson),
        nextCursor: page.next === null ? null : encodeEventsCursor(page.next),
      };
    },
  );
  await Promise.resolve();
};

function orderNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_ORDER_NOT_FOUND',
    title: 'The history does not hold this order',
  });
}
