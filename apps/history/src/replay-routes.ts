import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { getReplay, requestReplay } from '@refill/order-history/quarantine-replays';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import type { ApiContext } from './api-context';
import { awaitReplayItem } from './await-replay-item';
import { problemResponses } from './problem-schema';
import { replayNotFound } from './quarantine-problems';
import { messageReplaySchema, replayJson, replaySchema } from './replay-json';
import { replayMessage } from './replay-message';
import { actorText, idText, rowId } from './request-text';

/** So many are recorded in some seconds; who has more asks again. */
const MAX_BATCH = 50_000;

const replayBody = z.strictObject({ actor: actorText.optional() });
const replaysBody = z.strictObject({
  reasonCode: idText,
  dryRun: z.boolean().default(false).describe('Only tells what would be replayed'),
  limit: z
    .int()
    .min(1)
    .max(MAX_BATCH)
    .default(MAX_BATCH)
    .describe('The longest in quarantine first'),
  actor: actorText.optional(),
});
const requested = z.object({
  replayId: z.string().nullable().describe('null when nothing is replayed'),
  matched: z.int().nonnegative().describe('How many messages are replayed, or would be'),
  sampleIds: z.array(z.string()).describe('Some of them'),
});

/** `POST /v1/quarantine/{id}/replay`, `POST /v1/quarantine/replays`, `GET /v1/quarantine/replays/{replayId}`. */
export const replayRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db, guards, replayWaitMs } = context;
  const common = { tags: ['quarantine'], security: [{ writeToken: [] }] };
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });

  app.post(
    '/v1/quarantine/:id/replay',
    {
      onRequest: guards.write,
      schema: {
        ...common,
        operationId: 'replayQuarantined',
        summary: 'Sends a quarantined message through the whole pipeline again',
        description:
          'Ingestion does it; this waits some seconds for the outcome. For a message that is being replayed ' +
          'already, it waits for that replay.',
        params: z.object({ id: rowId }),
        body: replayBody.nullish(),
        response: {
          200: messageReplaySchema.describe('It is settled'),
          202: messageReplaySchema.describe('It is not settled yet; ask for the replay later'),
          ...problemResponses(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const quarantineId = request.params.id;
      const who = {
        actor: request.body?.actor ?? null,
        token: bearerTokenFingerprint(request),
      };
      const item = { replayId: await replayMessage(db, quarantineId, who), quarantineId };
      const end = await awaitReplayItem(db, item, replayWaitMs, closing.signal);
      const replay = await getReplay(db, item.replayId);
      if (end === null || replay === null) throw replayNotFound();
      return reply
        .status(end.outcome === null ? 202 : 200)
        .header('location', pathOf(item.replayId))
        .send({ ...replayJson(replay), quarantineId, outcome: end.outcome, code: end.code });
    },
  );

  app.post(
    '/v1/quarantine/replays',
    {
      onRequest: guards.write,
      schema: {
        ...common,
        operationId: 'replayQuarantinedOfReason',
        summary: 'Sends the open messages of one reason through the whole pipeline again',
        body: replaysBody,
        response: {
          200: requested.describe('Nothing is replayed: a dry run, or no message is open'),
          202: requested.describe('Recorded; ingestion does it'),
          ...problemResponses(400, 401, 403, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const { reasonCode, limit, dryRun, actor } = request.body;
      const who = { actor: actor ?? null, token: bearerTokenFingerprint(request) };
      const { sampleIds, ...rest } = await requestReplay(db, { reasonCode, limit }, who, {
        dryRun,
      });
      if (rest.replayId !== null) void reply.status(202).header('location', pathOf(rest.replayId));
      return reply.send({ ...rest, sampleIds: [...sampleIds] });
    },
  );

  app.get(
    '/v1/quarantine/replays/:replayId',
    {
      onRequest: guards.read,
      schema: {
        ...common,
        security: [{ readToken: [] }, { writeToken: [] }],
        operationId: 'getReplay',
        summary: 'Tells how far a replay has come',
        params: z.object({ replayId: rowId }),
        response: { 200: replaySchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async ({ params }) => {
      const replay = await getReplay(db, params.replayId);
      if (replay === null) throw replayNotFound();
      return replayJson(replay);
    },
  );
  await Promise.resolve();
};

function pathOf(replayId: string): string {
  return `/v1/quarantine/replays/${replayId}`;
}
