import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dropQuarantined } from '@refill/order-history/drop-quarantined';
import { getQuarantined, listQuarantine } from '@refill/order-history/quarantine-list';
import { QUARANTINE_STATES } from '@refill/order-history/quarantine-states';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import type { ApiContext } from './api-context';
import { decodeQuarantineCursor, encodeQuarantineCursor } from './page-cursor';
import { problemResponses } from './problem-schema';
import { beingReplayed, quarantineNotFound } from './quarantine-problems';
import {
  quarantinedJson,
  quarantinedSchema,
  quarantineListedJson,
  quarantineListedSchema,
} from './quarantine-json';
import {
  actorText,
  idText,
  instantText,
  listOf,
  noteText,
  oneOrMoreOf,
  rowId,
  utcOf,
} from './request-text';

const MAX_MESSAGES = 200;

const state = z.enum(QUARANTINE_STATES);

/** Strict: a filter that is misspelt must not give all messages. */
const quarantineQuery = z.strictObject({
  state: z
    .union([z.array(state), state], { error: oneOrMoreOf(QUARANTINE_STATES) })
    .optional()
    .describe('May be repeated: any of these'),
  reasonCode: idText.optional(),
  transport: z.enum(['https', 'sqs']).optional(),
  receivedFrom: instantText.optional().describe('First received at this time or later'),
  receivedTo: instantText.optional().describe('First received before this time'),
  limit: z.coerce.number().int().min(1).max(MAX_MESSAGES).default(50),
  cursor: z.string().min(1).optional().describe('The nextCursor of the page before'),
});
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
        summary: 'Lists quarantined messages without what they say, the newest first',
        querystring: quarantineQuery,
        response: {
          200: z
            .object({
              items: z.array(quarantineListedSchema),
              nextCursor: z.string().nullable().describe('null on the last page'),
            })
            .describe('A page of messages'),
          ...problemResponses(400, 401, 503),
        },
      },
    },
    async ({ query }) => {
      const page = await listQuarantine(db, {
        filter: {
          states: listOf(query.state),
          reasonCode: query.reasonCode,
          transport: query.transport,
          receivedFrom: utcOf(query.receivedFrom),
          receivedTo: utcOf(query.receivedTo),
        },
        limit: query.limit,
        after: query.cursor === undefined ? null : decodeQuarantineCursor(query.cursor),
      });
      return {
        items: page.items.map(quarantineListedJson),
        nextCursor: page.next === null ? null : encodeQuarantineCursor(page.next),
      };
    },
  );

  app.get(
    '/v1/quarantine/:id',
    {
      onRequest: guards.write,
      schema: {
        tags,
        security: [{ writeToken: [] }],
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
      onRequest: guards.write,
      schema: {
        tags,
        security: [{ writeToken: [] }],
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
      const result = await dropQuarantined(db, request.params.id, who, note ?? null);
      switch (result) {
        case 'dropped':
        case 'already-dropped':
          return reply.status(204).send();
        case 'replaying':
          throw beingReplayed();
        case 'not-found':
          throw quarantineNotFound();
      }
    },
  );
  await Promise.resolve();
};
