import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { countOrders } from '@refill/order-history/count-orders';
import { getOrder } from '@refill/order-history/get-order';
import { listEvents } from '@refill/order-history/list-events';
import type { ApiContext } from './api-context';
import { eventJson, eventSchema } from './event-json';
import { orderJson, orderSchema } from './order-json';
import { orderNotFound } from './order-problems';
import { countSchema } from './count-schema';
import {
  countedOrdersQuery,
  orderFilterOf,
  ORDERS_DESCRIPTION,
  ordersPageSchema,
  ordersQuery,
  readOrdersPage,
} from './orders-query';
import { decodeEventsCursor, encodeEventsCursor } from './page-cursor';
import { problemResponses } from './problem-schema';
import { cursor, idText, nextCursor } from './request-text';

const MAX_EVENTS = 500;

const eventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(200),
  cursor,
});
const orderParams = z.object({ orderId: idText });

/** `GET /v1/orders`, `/v1/order-count`, `/v1/orders/{orderId}` and `/v1/orders/{orderId}/events`. */
export const orderRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db, guards, temporalUi } = context;
  const common = { tags: ['orders'], security: [{ readToken: [] }, { writeToken: [] }] };

  app.get(
    '/v1/orders',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'listOrders',
        summary: 'Lists orders, newest first',
        description: ORDERS_DESCRIPTION,
        querystring: ordersQuery,
        response: {
          200: ordersPageSchema,
          ...problemResponses(400, 401, 503),
        },
      },
    },
    async ({ query }) => await readOrdersPage(context, query),
  );

  app.get(
    '/v1/order-count',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'countOrders',
        summary: 'Counts orders',
        description:
          'Reads all orders that fit: for the progress of an export or a report, not for each page.',
        querystring: countedOrdersQuery,
        response: { 200: countSchema, ...problemResponses(400, 401, 503) },
      },
    },
    async ({ query }) => ({ count: await countOrders(db, orderFilterOf(query)) }),
  );

  app.get(
    '/v1/orders/:orderId',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'getOrder',
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
        operationId: 'listOrderEvents',
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
