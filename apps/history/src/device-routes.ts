import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deviceHistory } from '@refill/order-history/device-history';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { problemResponses } from './problem-schema';
import { idText } from './request-text';

const instant = z.iso.datetime();

const deviceEvent = z
  .object({
    notificationId: z.string(),
    type: z.enum([
      'DeviceRegisteredNotification',
      'DeviceDeregisteredNotification',
      'SubscriptionChangedNotification',
    ]),
    occurredAt: instant,
    recordedAt: instant,
    data: z
      .record(z.string(), z.unknown())
      .describe('`{version, slots}` of a SubscriptionChangedNotification, else `{}`'),
  })
  .meta({ id: 'DeviceEvent' });

const deviceSchema = z
  .object({
    device: z.object({ modelId: z.string(), serialNumber: z.string() }),
    customerId: z.string().describe('Whose it was, by the newest notification'),
    registeredAt: instant.nullable(),
    deregisteredAt: instant.nullable().describe('null while the device is registered'),
    events: z.array(deviceEvent).describe("In Amazon's time, oldest first"),
  })
  .meta({ id: 'Device' });

/** `GET /v1/devices/{modelId}/{serialNumber}`. */
export const deviceRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, { db, guards }) => {
  app.get(
    '/v1/devices/:modelId/:serialNumber',
    {
      onRequest: guards.read,
      schema: {
        tags: ['devices'],
        security: [{ readToken: [] }, { writeToken: [] }],
        summary: 'Tells what is known of a device',
        params: z.object({ modelId: idText, serialNumber: idText }),
        response: { 200: deviceSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async ({ params }) => {
      const history = await deviceHistory(db, params);
      if (history === null) {
        throw new ProblemError({
          status: 404,
          code: 'HISTORY_DEVICE_NOT_FOUND',
          title: 'No notification ever named this device',
        });
      }
      return {
        ...history,
        events: history.events.map((event) => ({ ...event, data: { ...event.data } })),
      };
    },
  );
  await Promise.resolve();
};
