import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { listDeviceEvents } from '@refill/order-history/list-device-events';
import { devicesQuery, readDevicesPage } from '../devices-query';
import { decodeEventsCursor, encodeEventsCursor } from '../page-cursor';
import { deviceNotFound, readDevice } from '../read-device';
import { cursor, idText } from '../request-text';
import { DevicePage } from './device-page';
import { DevicesPage } from './devices-page';
import { filledIn } from './forms';
import type { PageContext } from './page-context';
import { requireSession } from './page-session';
import { readRequest } from './read-request';
import { sendPage } from './send-page';

const MAX_EVENTS = 200;

const params = z.object({ modelId: idText, serialNumber: idText });
const eventsQuery = z.strictObject({ cursor });

/** `/devices` and `/devices/{modelId}/{serialNumber}`. */
export const devicePages: FastifyPluginAsync<PageContext> = async (app, context) => {
  app.get('/devices', async (request, reply) => {
    requireSession(request, 'read');
    const query = readRequest(devicesQuery, filledIn(request.query));
    const page = await readDevicesPage(context, query);
    return await sendPage(
      request,
      reply,
      { title: 'Devices', current: '/devices' },
      <DevicesPage query={query} page={page} />,
    );
  });

  app.get('/devices/:modelId/:serialNumber', async (request, reply) => {
    const session = requireSession(request, 'read');
    const identity = readRequest(params, request.params);
    const { cursor: after } = readRequest(eventsQuery, filledIn(request.query));
    const [device, events] = await Promise.all([
      readDevice(context, identity),
      listDeviceEvents(context.db, {
        device: identity,
        limit: MAX_EVENTS,
        after: after === undefined ? 0 : decodeEventsCursor(after),
      }),
    ]);
    if (events === null) throw deviceNotFound();
    return await sendPage(
      request,
      reply,
      { title: `${identity.modelId} ${identity.serialNumber}`, current: '/devices' },
      <DevicePage
        device={device}
        events={events.events}
        nextEvents={events.next === null ? null : encodeEventsCursor(events.next)}
        isWriter={session.role === 'write'}
      />,
    );
  });
  await Promise.resolve();
};
