import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import { emailsOfOrder } from '@refill/order-history/emails-of-order';
import {
  getOperatorAction,
  listOperatorActions,
} from '@refill/order-history/list-operator-actions';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import { addOrderNote } from './add-order-note';
import type { ApiContext } from './api-context';
import { endOrder } from './end-order';
import { eventJson, eventSchema } from './event-json';
import { operatorActionJson, operatorActionSchema } from './operator-action-json';
import { orderEmailSchema } from './order-email-json';
import { actionNotFound, orderNotFound } from './order-problems';
import { problemResponses } from './problem-schema';
import { reconcileOrder } from './reconcile-order';
import { reconciliationSchema } from './reconciliation-json';
import { actorText, emailAddress, idText, personText } from './request-text';
import { resendOrderEmail } from './resend-order-email';

const orderParams = z.object({ orderId: idText });
const emailParams = z.object({ orderId: idText, kind: z.enum(ORDER_EMAIL_KINDS) });
const actor = actorText.nullish();

const finished = operatorActionSchema.describe('It is finished: `state` tells how');
const waiting = operatorActionSchema.describe('It is under way; ask for it later');

/** What operators do with an order: notes, mails once more, an end by hand, a comparison with Temporal. */
export const operatorRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, context) => {
  const { db, guards } = context;
  const readers = { tags: ['operators'], security: [{ readToken: [] }, { writeToken: [] }] };
  const writers = { tags: ['operators'], security: [{ writeToken: [] }] };
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });

  app.post(
    '/v1/orders/:orderId/notes',
    {
      onRequest: guards.write,
      schema: {
        ...writers,
        operationId: 'addNote',
        summary: 'Adds a note to an order, open or not',
        params: orderParams,
        body: z
          .strictObject({ text: personText(2_000), actor })
          .meta({ examples: [{ text: 'The customer called', actor: 'on-call' }] }),
        response: {
          201: eventSchema.describe("The event in the order's history"),
          ...problemResponses(400, 401, 403, 404, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const { text } = request.body;
      const who = { actor: request.body.actor ?? null, token: bearerTokenFingerprint(request) };
      const event = await addOrderNote(context, { orderId: request.params.orderId, text }, who);
      return await reply.status(201).send(eventJson(event));
    },
  );

  app.get(
    '/v1/orders/:orderId/emails',
    {
      onRequest: guards.read,
      schema: {
        ...readers,
        operationId: 'listOrderEmails',
        summary: 'Tells which mails of an order went out, and what became of the others',
        params: orderParams,
        response: {
          200: z.object({ items: z.array(orderEmailSchema) }).describe('Those that were due'),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async ({ params }) => {
      const emails = await emailsOfOrder(db, params.orderId);
      if (emails === null) throw orderNotFound();
      return { items: emails.map((email) => ({ ...email })) };
    },
  );

  app.post(
    '/v1/orders/:orderId/emails/:kind/resend',
    {
      onRequest: guards.write,
      schema: {
        ...writers,
        operationId: 'resendEmail',
        summary: 'Sends a mail of an order once more, as the order stands now',
        description:
          "To the customer's own address, or to another. It is done by the worker, and tried again while the mail " +
          'server is down; this waits some seconds for it.',
        params: emailParams,
        body: z
          .strictObject({
            to: emailAddress.nullish().describe("Another than the customer's own address"),
            reason: personText(500).nullish(),
            actor,
          })
          .meta({ examples: [{ reason: 'The first one was lost', actor: 'on-call' }] }),
        response: {
          200: finished,
          202: waiting,
          ...problemResponses(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const { to, reason } = request.body;
      const action = await resendOrderEmail(
        context,
        { ...request.params, to: to ?? null, reason: reason ?? null },
        { actor: request.body.actor ?? null, token: bearerTokenFingerprint(request) },
        closing.signal,
      );
      return await reply
        .status(action.state === 'waiting' ? 202 : 200)
        .header('location', `/v1/actions/${action.actionId}`)
        .send(operatorActionJson(action));
    },
  );

  app.post(
    '/v1/orders/:orderId/end',
    {
      onRequest: guards.write,
      schema: {
        ...writers,
        operationId: 'endOrder',
        summary: 'Ends an order by hand',
        description:
          'Its status becomes `ended`; no mail goes out for it. A later final word of Amazon corrects it.',
        params: orderParams,
        body: z
          .strictObject({ reason: personText(500), actor })
          .meta({ examples: [{ reason: 'Cancelled by phone', actor: 'on-call' }] }),
        response: {
          200: finished,
          202: waiting,
          ...problemResponses(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const action = await endOrder(
        context,
        { orderId: request.params.orderId, reason: request.body.reason },
        { actor: request.body.actor ?? null, token: bearerTokenFingerprint(request) },
        closing.signal,
      );
      return await reply
        .status(action.state === 'waiting' ? 202 : 200)
        .header('location', `/v1/actions/${action.actionId}`)
        .send(operatorActionJson(action));
    },
  );

  app.post(
    '/v1/orders/:orderId/reconcile',
    {
      onRequest: guards.write,
      schema: {
        ...writers,
        operationId: 'reconcileOrder',
        summary: 'Compares an order with the history of its workflow in Temporal',
        description:
          'With `apply` it also writes what differs, and adds the events that are missing.',
        params: orderParams,
        body: z
          .strictObject({ apply: z.boolean().default(false), actor })
          .meta({ examples: [{ apply: false }] }),
        response: {
          200: reconciliationSchema,
          ...problemResponses(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request) =>
      await reconcileOrder(
        context,
        { orderId: request.params.orderId, apply: request.body.apply },
        { actor: request.body.actor ?? null, token: bearerTokenFingerprint(request) },
        closing.signal,
      ),
  );

  app.get(
    '/v1/orders/:orderId/actions',
    {
      onRequest: guards.read,
      schema: {
        ...readers,
        operationId: 'listOrderActions',
        summary: 'Tells what operators did with an order, the newest first',
        params: orderParams,
        response: {
          200: z.object({ items: z.array(operatorActionSchema) }).describe('At most 200'),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async ({ params }) => {
      const actions = await listOperatorActions(db, params.orderId);
      if (actions === null) throw orderNotFound();
      return { items: actions.map(operatorActionJson) };
    },
  );

  app.get(
    '/v1/actions/:actionId',
    {
      onRequest: guards.read,
      schema: {
        ...readers,
        operationId: 'getAction',
        summary: "Tells how far an operator's action is",
        params: z.object({ actionId: z.uuid() }),
        response: { 200: operatorActionSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async ({ params }) => {
      const action = await getOperatorAction(db, params.actionId);
      if (action === null) throw actionNotFound();
      return operatorActionJson(action);
    },
  );
  await Promise.resolve();
};
