import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { devicesStillOn1, versionsByModel } from '@refill/order-history/notification-versions';
import type { ApiContext } from './api-context';
import { deviceIdentitySchema } from './device-json';
import { decodeDevicesOn1Cursor, encodeDevicesOn1Cursor } from './page-cursor';
import { problemResponses } from './problem-schema';
import { migrationSchema, readMigration } from './read-migration';
import { cursor, idText, nextCursor } from './request-text';
import { VERSIONED_TYPES } from '@refill/order-history/versioned-type';

const MAX_DEVICES = 500;

const instant = z.iso.datetime();
const type = z.enum(VERSIONED_TYPES);
const version = z.enum(['1.0', '2.0']);
const count = z.int().nonnegative();

const versionsSchema = z
  .object({
    models: z.array(
      z.object({
        modelId: z.string(),
        notifications: z
          .array(
            z.object({
              type,
              version,
              count: count.describe('How many different notifications'),
              lastAt: instant.describe('When Amazon sent the newest'),
            }),
          )
          .describe('What never came is left out'),
        devicesOn1: count.describe('Devices of which the newest word of some type was 1.0'),
      }),
    ),
  })
  .meta({ id: 'Versions' });

const deviceOn1Schema = z
  .object({
    device: deviceIdentitySchema,
    notifications: z
      .array(z.object({ type, lastAt: instant.describe('When Amazon sent the newest') }))
      .describe('The types of which the newest word was 1.0'),
  })
  .meta({ id: 'DeviceOn1' });

const devicesQuery = z.strictObject({
  modelId: idText.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_DEVICES).default(100),
  cursor,
});

/** `GET /v1/versions`, `/v1/versions/devices` and `/v1/versions/migration`. */
export const versionRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, { db, guards }) => {
  const common = { tags: ['versions'], security: [{ readToken: [] }, { writeToken: [] }] };

  app.get(
    '/v1/versions',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'getVersions',
        summary: 'Tells which versions of its notifications Amazon sends, by device model',
        description: 'Of the three types that exist in two versions.',
        response: { 200: versionsSchema, ...problemResponses(401, 503) },
      },
    },
    async () => {
      const models = await versionsByModel(db);
      return {
        models: models.map(({ modelId, types, devicesOn1 }) => ({
          modelId,
          notifications: types.map((each) => ({ ...each })),
          devicesOn1,
        })),
      };
    },
  );

  app.get(
    '/v1/versions/devices',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'listDevicesOn1',
        summary: 'Lists the devices that still get 1.0',
        description: 'Those of which the newest word of some type was 1.0, by model and serial.',
        querystring: devicesQuery,
        response: {
          200: z
            .object({ items: z.array(deviceOn1Schema), nextCursor })
            .describe('A page of devices'),
          ...problemResponses(400, 401, 503),
        },
      },
    },
    async ({ query }) => {
      const page = await devicesStillOn1(db, {
        ...(query.modelId === undefined ? {} : { modelId: query.modelId }),
        limit: query.limit,
        after: query.cursor === undefined ? null : decodeDevicesOn1Cursor(query.cursor),
      });
      return {
        items: page.devices.map(({ device, types }) => ({
          device: { ...device },
          notifications: types.map((each) => ({ ...each })),
        })),
        nextCursor: page.next === null ? null : encodeDevicesOn1Cursor(page.next),
      };
    },
  );

  app.get(
    '/v1/versions/migration',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        operationId: 'checkMigration',
        summary: "Checks Amazon's procedure to move to 2.0, and drafts the post to the DRS forum",
        response: { 200: migrationSchema, ...problemResponses(401, 503) },
      },
    },
    () => readMigration(db),
  );
  await Promise.resolve();
};
