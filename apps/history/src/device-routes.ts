import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { getDevice } from '@refill/order-history/get-device';
import { listDeviceEvents } from '@refill/order-history/list-device-events';
import { listOrders } from '@refill/order-history/list-orders';
import type { ApiContext } from './api-context';
import { deviceEventJson, deviceEventSchema } from './device-event-json';
import { deviceSchema } from './device-json';
import { devicesPageSchema, devicesQuery, readDevicesPage } from './devices-query';
import {
  deviceOrdersQuery,
  ORDERS_DESCRIPTION,
  ordersPageSchema,
  readOrdersPage,
} from './orders-query';
import { decodeEventsCursor, encodeEventsCursor } from './page-cursor';
import { problemResponses } from './problem-schema';
import { deviceNotFound, readDevice } from './read-device';
import { cursor, idText, nextCursor } from './request-text';

const MAX_EVENTS = 500;

const eventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(200),
  cursor,
});
const params = z.object({ modelId: idText, serialNumber: idText });

/** `GET /v1/devices`, `/v1/devices/{modelId}/{serialNumber}`, its `/events` and its `/orders`. */
export const deviceRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db, guards } = context;
  const common = { tags: ['devices'], security: [{ readToken: [] }, { writeToken: [] }] };

  app.get(
    '/v1/devices',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'listDevices',
        summary: 'Lists devices, those heard of last first',
        description:
          'The order goes by when a device was first heard of, which never changes: no device is shown twice ' +
          'or left out because others come or change.',
        querystring: devicesQuery,
        response: {
          200: devicesPageSchema,
          ...problemResponses(400, 401, 503),
        },
      },
    },
    ({ query }) => readDevicesPage(context, query),
  );

  app.get(
    '/v1/devices/:modelId/:serialNumber',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'getDevice',
        summary: 'Gives one device with its slots and its open orders',
        params,
        response: { 200: deviceSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    (request) => readDevice(context, request.params),
  );

  app.get(
    '/v1/devices/:modelId/:serialNumber/events',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'listDeviceEvents',
        summary: 'Tells what happened to a device in all its lives, in the order of recording',
        params,
        querystring: eventsQuery,
        response: {
          200: z
            .object({ items: z.array(deviceEventSchema), nextCursor })
            .describe('A page of events'),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async ({ params: device, query }) => {
      const page = await listDeviceEvents(db, {
        device,
        limit: query.limit,
        after: query.cursor === undefined ? 0 : decodeEventsCursor(query.cursor),
      });
      if (page === null) throw deviceNotFound();
      return {
        items: page.events.map(deviceEventJson),
        nextCursor: page.next === null ? null : encodeEventsCursor(page.next),
      };
    },
  );

  app.get(
    '/v1/devices/:modelId/:serialNumber/orders',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'listDeviceOrders',
        summary: 'Lists the orders of a device, newest first',
        description:
          `${ORDERS_DESCRIPTION} A device may have orders before Refill hears a word about ` +
          'the device itself: they are listed too.',
        params,
        querystring: deviceOrdersQuery,
        response: { 200: ordersPageSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async ({ params: device, query }) => {
      const page = await readOrdersPage(context, query, device);
      if (page.items.length === 0 && !(await isKnown(context, device))) throw deviceNotFound();
      return page;
    },
  );
  await Promise.resolve();
};

/** Whether the history holds a device, or at least an order of it. */
async function isKnown({ db }: ApiContext, device: DeviceIdentity): Promise<boolean> {
  if ((await getDevice(db, device)) !== null) return true;
  const { orders } = await listOrders(db, { filter: device, limit: 1, after: null });
  return orders.length > 0;
}
