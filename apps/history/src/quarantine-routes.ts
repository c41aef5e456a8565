import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { getQuarantined } from '@refill/order-history/quarantine-list';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { dropMessage } from './drop-message';
import { problemResponses } from './problem-schema';
import { quarantinedJson, quarantinedSchema } from './quarantine-json';
import { quarantineNotFound } from './quarantine-problems';
import { quarantinePageSchema, quarantineQuery, readQuarantinePage } from './quarantine-query';
import { actorText, noteText, rowId } from './request-text';

const params = z.object({ id: rowId });
const dropQuery = z.strictObject({
  actor: actorText.optional(),
  note: noteText.optional(),
});

/** `GET /v1/quarantine`, `GET` and `DELETE /v1/quarantine/{id}`. */
export const quarantineRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, { db, guards }) => {
  const tags = ['quarantine'];

  app.get(
    '/v1/quarantine',
    {
      onRequest: guards.read,
      schema: {
        tags,
        security: [{ readToken: [] }, { writeToken: [] }],
        operationId: 'listQuarantined',
        summary: 'Lists quarantined messages without what they say, the newest first',
        querystring: quarantineQuery,
        response: {
          200: quarantinePageSchema,
          ...problemResponses(400, 401, 503),
        },
      },
    },
    ({ query }) => readQuarantinePage(db, query),
  );

  app.get(
    '/v1/quarantine/:id',
    {
      preValidation: refuseReplays,
      onRequest: guards.write,
      schema: {
        tags,
        security: [{ writeToken: [] }],
        operationId: 'getQuarantined',
        summary: 'Gives a quarantined message with its text and what was done with it',
        params,
        response: { 200: quarantinedSchema, ...problemResponses(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const row = await getQuarantined(db, request.params.id);
      if (row === null) throw quarantineNotFound();
      return quarantinedJson(row);
    },
  );

  app.delete(
    '/v1/quarantine/:id',
    {
      preValidation: refuseReplays,
      onRequest: guards.write,
      schema: {
        tags,
        security: [{ writeToken: [] }],
        operationId: 'dropQuarantined',
        summary: 'Gives a quarantined message up; the same answer if it was given up before',
        description: 'Its row is kept, in the state `dropped`, with who did it and why.',
        params,
        querystring: dropQuery,
        response: {
          204: z.undefined().describe('It is dropped now'),
          ...problemResponses(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request, reply) => {
      const { actor, note } = request.query;
      const who = { actor: actor ?? null, token: bearerTokenFingerprint(request) };
      await dropMessage(db, request.params.id, who, note ?? null);
      return reply.status(204).send();
    },
  );
  await Promise.resolve();
};

/** `/v1/quarantine/replays` is a resource of its own, and takes POST alone. */
async function refuseReplays(request: FastifyRequest): Promise<void> {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/v1/quarantine/replays') {
    throw new ProblemError({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      title: 'This method is not allowed here',
      detail: 'Allowed: POST.',
      headers: { allow: 'POST' },
    });
  }
  await Promise.resolve();
}
