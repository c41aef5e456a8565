import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DEVICE_STATUSES } from '@refill/device-lifecycle/device-status';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { getDevice } from '@refill/order-history/get-device';
import { listDeviceEvents } from '@refill/order-history/list-device-events';
import { listDevices } from '@refill/order-history/list-devices';
import { listOrders } from '@refill/order-history/list-orders';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { deviceEventJson, deviceEventSchema } from './device-event-json';
import {
  deviceJson,
  deviceSchema,
  listedDeviceJson,
  listedDeviceSchema,
  MAX_OPEN_ORDERS,
} from './device-json';
import {
  deviceOrdersQuery,
  ORDERS_DESCRIPTION,
  ordersPageSchema,
  readOrdersPage,
} from './orders-query';
import {
  decodeDevicesCursor,
  decodeEventsCursor,
  encodeDevicesCursor,
  encodeEventsCursor,
} from './page-cursor';
import { problemResponses } from './problem-schema';
import { cursor, idText, nextCursor } from './request-text';

const MAX_DEVICES = 200;
const MAX_EVENTS = 500;

/** Strict: a filter that is misspelt must not give all devices. */
const devicesQuery = z.strictObject({
  customerId: idText.optional(),
  modelId: idText.optional(),
  serialNumber: idText.optional(),
  status: z.enum(DEVICE_STATUSES).optional(),
  version: z
    .enum(['1.0', '2.0'])
    .optional()
    .describe('The version of the newest SubscriptionChanged that named a slot'),
  limit: z.coerce.number().int().min(1).max(MAX_DEVICES).default(50),
  cursor,
});
const eventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(200),
  cursor,
});
const params = z.object({ modelId: idText, serialNumber: idText });

/** `GET /v1/devices`, `/v1/devices/{modelId}/{serialNumber}`, its `/events` and its `/orders`. */
export const deviceRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db, guards, temporalUi } = context;
  const common = { tags: ['devices'], security: [{ readToken: [] }, { writeToken: [] }] };

  app.get(
    '/v1/devices',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        summary: 'Lists devices, those heard of last first',
        description:
          'The order goes by when a device was first heard of, which never changes: no device is shown twice ' +
          'or left out because others come or change.',
        querystring: devicesQuery,
        response: {
          200: z
            .object({ items: z.array(listedDeviceSchema), nextCursor })
            .describe('A page of devices'),
          ...problemResponses(400, 401, 503),
        },
      },
    },
    async ({ query }) => {
      const { limit, cursor: after, ...filter } = query;
      const page = await listDevices(db, {
        filter,
        limit,
        after: after === undefined ? null : decodeDevicesCursor(after),
      });
      return {
        items: page.devices.map((device) => listedDeviceJson(device, temporalUi)),
        nextCursor: page.next === null ? null : encodeDevicesCursor(page.next),
      };
    },
  );

  app.get(
    '/v1/devices/:modelId/:serialNumber',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        summary: 'Gives one device with its slots and its open orders',
        params,
        response: { 200: deviceSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async (request) => {
      const [device, open] = await Promise.all([
        getDevice(db, request.params),
        listOrders(db, {
          filter: { ...request.params, open: true },
          limit: MAX_OPEN_ORDERS,
          after: null,
        }),
      ]);
      if (device === null) throw deviceNotFound();
      return deviceJson(device, open.orders, temporalUi);
    },
  );

  app.get(
    '/v1/devices/:modelId/:serialNumber/events',
    {
      onRequest: guards.read,
      schema: {
        ...common,
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

function deviceNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_DEVICE_NOT_FOUND',
    title: 'The history does not hold this device',
  });
}
