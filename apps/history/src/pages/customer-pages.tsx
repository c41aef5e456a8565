import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { deleteContact, getContact, putContact } from '@refill/order-history/contacts';
import { getErasure } from '@refill/order-history/erasures';
import { contactBody, contactOf } from '../contact-body';
import { eraseCustomer } from '../erase-customer';
import { erasureJson } from '../erasure-json';
import { actorText, idText } from '../request-text';
import { type CustomerErrors, CustomerPage } from './customer-page';
import { filledIn } from './forms';
import type { PageContext } from './page-context';
import { requireSession, seeOther, setFlash, whoOf } from './page-session';
import { customerUrl } from './page-urls';
import { readRequest } from './read-request';
import { sendPage } from './send-page';

const params = z.object({ customerId: idText });
const writtenFields = z.object({
  email: z.string().default(''),
  name: z.string().default(''),
  locale: z.string().default(''),
});
const eraseForm = z.strictObject({
  actor: actorText.optional(),
  confirm: z.string().default(''),
});

/** `/customers/{customerId}` and its forms: personal data, so the write token for all. */
export const customerPages: FastifyPluginAsync<PageContext> = async (app, context) => {
  const { db } = context;
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });
  /** @param written what somebody filled in that was refused; `errors` says why */
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    refused: { readonly written?: unknown; readonly errors: CustomerErrors } | null,
  ) => {
    const session = requireSession(request, 'write');
    const { customerId } = readRequest(params, request.params);
    const [contact, erasure] = await Promise.all([
      getContact(db, customerId),
      getErasure(db, customerId),
    ]);
    const stored = {
      email: contact?.email,
      name: contact?.name ?? '',
      locale: contact?.locale ?? '',
    };
    return await sendPage(
      request,
      reply,
      { title: 'Customer', current: null, status: refused === null ? 200 : 400 },
      <CustomerPage
        customerId={customerId}
        contact={contact}
        fields={writtenFields.parse(refused?.written ?? stored)}
        errors={refused?.errors ?? {}}
        erasure={erasure === null ? null : erasureJson(erasure)}
        session={session}
      />,
    );
  };

  app.get('/customers/:customerId', (request, reply) => show(request, reply, null));

  app.post('/customers/:customerId/contact', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { customerId } = readRequest(params, request.params);
    const written = filledIn(request.body);
    const body = contactBody.safeParse(written);
    if (!body.success) {
      const errors = Object.fromEntries(
        body.error.issues.map(({ path, message }) => [path.join('.'), message]),
      );
      return await show(request, reply, { written, errors });
    }
    const result = await putContact(db, contactOf(customerId, body.data), whoOf(session, null));
    setFlash(
      request,
      result === 'created' ? 'The contact was stored.' : 'The contact was replaced.',
    );
    return await seeOther(reply, customerUrl(customerId));
  });

  app.post('/customers/:customerId/contact/delete', async (request, reply) => {
    requireSession(request, 'write');
    const { customerId } = readRequest(params, request.params);
    await deleteContact(db, customerId);
    setFlash(request, 'The contact was deleted.');
    return await seeOther(reply, customerUrl(customerId));
  });

  app.post('/customers/:customerId/erase', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { customerId } = readRequest(params, request.params);
    const { actor, confirm } = readRequest(eraseForm, filledIn(request.body));
    if (confirm.trim() !== customerId) {
      return await show(request, reply, {
        errors: { confirm: 'This is not the id of this customer: nothing was erased.' },
      });
    }
    await eraseCustomer(context, customerId, whoOf(session, actor ?? null), closing.signal);
    return await seeOther(reply, customerUrl(customerId));
  });
  await Promise.resolve();
};
