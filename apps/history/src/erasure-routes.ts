import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { getErasure } from '@refill/order-history/erasures';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { eraseCustomer } from './erase-customer';
import { erasureJson, erasureSchema } from './erasure-json';
import { problemResponses } from './problem-schema';
import { actorText, idText } from './request-text';

const params = z.object({ customerId: idText });

/**
 * `DELETE /v1/customers/{customerId}` and `GET /v1/customers/{customerId}/erasure`. Both tell which pseudonym is
 * whose, so the read token is not enough for either.
 */
export const erasureRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db } = context;
  const common = { tags: ['customers'], security: [{ writeToken: [] }], params };
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });
  app.addHook('onRequest', context.guards.write);
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    await Promise.resolve();
  });

  app.delete(
    '/v1/customers/:customerId',
    {
      schema: {
        ...common,
        operationId: 'eraseCustomer',
        summary: 'Erases a customer: forgets the contact, and puts a pseudonym in place of the id',
        description:
          'In the history, in running workflows and in their search attributes. Orders and devices stay, without ' +
          'telling whose they were. It is done in the background; this waits some seconds for it. Asking again ' +
          'does no harm, and tells how far it has come.',
        querystring: z.strictObject({ actor: actorText.optional() }),
        response: {
          200: erasureSchema.describe('It is finished'),
          202: erasureSchema.describe('It is under way; ask for it later'),
          ...problemResponses(400, 401, 403, 503),
        },
      },
    },
    async (request, reply) => {
      const { customerId } = request.params;
      const erasure = await eraseCustomer(
        context,
        customerId,
        { actor: request.query.actor ?? null, token: bearerTokenFingerprint(request) },
        closing.signal,
      );
      return reply
        .status(erasure.finishedAt === null ? 202 : 200)
        .header('location', `/v1/customers/${encodeURIComponent(customerId)}/erasure`)
        .send(erasureJson(erasure));
    },
  );

  app.get(
    '/v1/customers/:customerId/erasure',
    {
      schema: {
        ...common,
        operationId: 'getErasure',
        summary: 'Tells how far the erasure of a customer has come',
        response: { 200: erasureSchema, ...problemResponses(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const erasure = await getErasure(db, request.params.customerId);
      if (erasure !== null) return erasureJson(erasure);
      throw new ProblemError({
        status: 404,
        code: 'HISTORY_ERASURE_NOT_FOUND',
        title: 'Nobody asked to erase this customer',
      });
    },
  );
  await Promise.resolve();
};
