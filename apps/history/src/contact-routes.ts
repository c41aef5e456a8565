import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type Contact,
  deleteContact,
  getContact,
  putContact,
} from '@refill/order-history/contacts';
import {
  countContacts,
  listContacts,
  type StoredContact,
} from '@refill/order-history/list-contacts';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { countSchema } from './count-schema';
import { contactBody, contactOf } from './contact-body';
import { decodeContactsCursor, encodeContactsCursor } from './page-cursor';
import { problemResponses } from './problem-schema';
import { cursor, idText, nextCursor } from './request-text';

const contactSchema: z.ZodType<Contact> = z
  .object({
    customerId: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    locale: z.string().nullable(),
  })
  .meta({ id: 'Contact' });

const storedContactSchema: z.ZodType<StoredContact> = z
  .object({
    customerId: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    locale: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'StoredContact' });

const MAX_CONTACTS = 1_000;

/** Strict: a filter that is misspelt must not give all contacts. */
const contactsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_CONTACTS).default(200),
  cursor,
});

const URL_PATH = '/v1/customers/:customerId/contact';
const params = z.object({ customerId: idText });

/** `GET /v1/contacts`, `/v1/contact-count`; `PUT`, `GET` and `DELETE /v1/customers/{customerId}/contact`: personal data, so the write token for all. */
export const contactRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, { db, guards }) => {
  const all = { tags: ['contacts'], security: [{ writeToken: [] }] };
  const common = { ...all, params };
  app.addHook('onRequest', guards.write);
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    await Promise.resolve();
  });

  app.get(
    '/v1/contacts',
    {
      schema: {
        ...all,
        operationId: 'listContacts',
        summary: "Lists all contacts in the order of their customers' ids",
        description:
          'One that is stored meanwhile is neither shown twice nor does it move another.',
        querystring: contactsQuery,
        response: {
          200: z
            .object({ items: z.array(storedContactSchema), nextCursor })
            .describe('A page of contacts'),
          ...problemResponses(400, 401, 403, 503),
        },
      },
    },
    async ({ query }) => {
      const page = await listContacts(db, {
        limit: query.limit,
        after: query.cursor === undefined ? null : decodeContactsCursor(query.cursor),
      });
      return {
        items: [...page.contacts],
        nextCursor: page.next === null ? null : encodeContactsCursor(page.next),
      };
    },
  );

  app.get(
    '/v1/contact-count',
    {
      schema: {
        ...all,
        operationId: 'countContacts',
        summary: 'Counts the contacts',
        description: 'Reads all of them: for the progress of an export, not for each page.',
        querystring: z.strictObject({}),
        response: { 200: countSchema, ...problemResponses(400, 401, 403, 503) },
      },
    },
    async () => ({ count: await countContacts(db) }),
  );

  app.put(
    URL_PATH,
    {
      schema: {
        ...common,
        operationId: 'putContact',
        summary: 'Stores how to reach a customer, in place of what was stored before',
        body: contactBody,
        response: {
          200: contactSchema.describe('Replaced'),
          201: contactSchema.describe('Stored for the first time'),
          ...problemResponses(400, 401, 403, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const contact = contactOf(request.params.customerId, request.body);
      const who = { actor: null, token: bearerTokenFingerprint(request) };
      const created = (await putContact(db, contact, who)) === 'created';
      return reply.status(created ? 201 : 200).send(contact);
    },
  );

  app.get(
    URL_PATH,
    {
      schema: {
        ...common,
        operationId: 'getContact',
        summary: 'Gives how to reach a customer',
        response: { 200: contactSchema, ...problemResponses(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const contact = await getContact(db, request.params.customerId);
      if (contact !== null) return contact;
      throw new ProblemError({
        status: 404,
        code: 'HISTORY_CONTACT_NOT_FOUND',
        title: 'No contact is stored for this customer',
      });
    },
  );

  app.delete(
    URL_PATH,
    {
      schema: {
        ...common,
        operationId: 'deleteContact',
        summary: 'Forgets how to reach a customer; the same answer if nothing was stored',
        response: {
          204: z.undefined().describe('Nothing is stored now'),
          ...problemResponses(400, 401, 403, 503),
        },
      },
    },
    async (request, reply) => {
      await deleteContact(db, request.params.customerId);
      return reply.status(204).send();
    },
  );
  await Promise.resolve();
};
