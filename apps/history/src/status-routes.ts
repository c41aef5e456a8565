import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { summarizeDeferred } from '@refill/order-history/deferred';
import { summarizeQuarantine } from '@refill/order-history/quarantine-list';
import type { ApiContext } from './api-context';
import { summarizeErasures } from './erasure-summary';
import { problemResponses } from './problem-schema';

const count = z.int().nonnegative();
const oldest = z.iso
  .datetime()
  .nullable()
  .describe('When the oldest came; null when there is none');

const statusSchema = z
  .object({
    deferred: z
      .object({ count, oldestReceivedAt: oldest })
      .describe('What was taken while Temporal was down and waits for it'),
    quarantine: z
      .object({
        open: count,
        oldestReceivedAt: oldest,
        byReason: z
          .array(z.object({ reasonCode: z.string(), count }))
          .describe('The most frequent reason first'),
      })
      .describe('What cannot be used and waits for somebody'),
    erasures: z
      .object({
        unfinished: count,
        oldestRequestedAt: z.iso
          .datetime()
          .nullable()
          .describe('When the oldest was asked for; null when there is none'),
      })
      .describe('Customers who are being erased, or wait for Temporal to be'),
  })
  .meta({ id: 'Status' });

/** `GET /v1/status`. */
export const statusRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, { db, guards }) => {
  app.get(
    '/v1/status',
    {
      onRequest: guards.read,
      schema: {
        tags: ['status'],
        security: [{ readToken: [] }, { writeToken: [] }],
        operationId: 'getStatus',
        summary: 'Tells what waits: for Temporal, for somebody to look at it, or to be erased',
        response: { 200: statusSchema, ...problemResponses(401, 503) },
      },
    },
    async () => {
      const [deferred, quarantine, erasures] = await Promise.all([
        summarizeDeferred(db),
        summarizeQuarantine(db),
        summarizeErasures(db),
      ]);
      return {
        deferred: { ...deferred },
        quarantine: {
          open: quarantine.open,
          oldestReceivedAt: quarantine.oldestOpenReceivedAt,
          byReason: quarantine.byReason.map((reason) => ({ ...reason })),
        },
        erasures: { ...erasures },
      };
    },
  );
  await Promise.resolve();
};
