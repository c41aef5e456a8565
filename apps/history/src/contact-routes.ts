import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type Contact,
  deleteContact,
  getContact,
  putContact,
} from '@refill/order-history/contacts';
import { bearerTokenFingerprint } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { problemResponses } from './problem-schema';
import { idText, personText } from './request-text';

/** A line break in a name would start a new header in a mail. */
const personName = personText(200);

const locale = z
  .string()
  .max(85)
  .refine((tag) => canonicalLocale(tag) !== null, 'a BCP 47 tag such as en or de-AT');

const contactBody = z.strictObject({
  email: z.email().max(254).describe('ASCII; the domain in Punycode if need be'),
  name: personName.nullish(),
  locale: locale.nullish().describe('A BCP 47 tag; mails come in the nearest language there is'),
});

const contactSchema: z.ZodType<Contact> = z
  .object({
    customerId: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    locale: z.string().nullable(),
  })
  .meta({ id: 'Contact' });

const URL_PATH = '/v1/customers/:customerId/contact';
const params = z.object({ customerId: idText });

/** `PUT`, `GET` and `DELETE /v1/customers/{customerId}/contact`: personal data, so the write token for all. */
export const contactRoutes: FastifyPluginAsyncZod<ApiContext> = async (app, { db, guards }) => {
  const common = { tags: ['contacts'], security: [{ writeToken: [] }], params };
  app.addHook('onRequest', guards.write);
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    await Promise.resolve();
  });

  app.put(
    URL_PATH,
    {
      schema: {
        ...common,
        summary: 'Stores how to reach a customer, in place of what was stored before',
        body: contactBody,
        response: {
          200: contactSchema.describe('Replaced'),
          201: contactSchema.describe('Stored for the first time'),
          ...problemResponses(400, 401, 403, 503),
        },
      },
    },
    async (request, reply) => {
      const { email, name, locale: tag } = request.body;
      const contact: Contact = {
        customerId: request.params.customerId,
        email,
        name: name ?? null,
        locale: typeof tag === 'string' ? canonicalLocale(tag) : null,
      };
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

/** The tag in its usual writing (`de-at` → `de-AT`); `null` when it is none. */
function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
