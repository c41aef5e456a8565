import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { devicesStillOn1, versionsByModel } from '@refill/order-history/notification-versions';
import { decodeDevicesOn1Cursor, encodeDevicesOn1Cursor } from '../page-cursor';
import { readMigration } from '../read-migration';
import { cursor, idText } from '../request-text';
import { filledIn } from './forms';
import type { PageContext } from './page-context';
import { requireSession } from './page-session';
import { readRequest } from './read-request';
import { sendPage } from './send-page';
import { VersionsPage } from './versions-page';

const MAX_DEVICES = 100;

const versionsQuery = z.strictObject({ modelId: idText.optional(), cursor });

/** `/versions`. */
export const versionPages: FastifyPluginAsync<PageContext> = async (app, { db }) => {
  app.get('/versions', async (request, reply) => {
    requireSession(request, 'read');
    const query = readRequest(versionsQuery, filledIn(request.query));
    const [models, devices, migration] = await Promise.all([
      versionsByModel(db),
      devicesStillOn1(db, {
        modelId: query.modelId,
        limit: MAX_DEVICES,
        after: query.cursor === undefined ? null : decodeDevicesOn1Cursor(query.cursor),
      }),
      readMigration(db),
    ]);
    return await sendPage(
      request,
      reply,
      { title: 'Versions', current: '/versions' },
      <VersionsPage
        query={query}
        models={models}
        devicesOn1={devices.devices}
        nextCursor={devices.next === null ? null : encodeDevicesOn1Cursor(devices.next)}
        migration={migration}
      />,
    );
  });
  await Promise.resolve();
};
