import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { emailsOfOrder } from '@refill/order-history/emails-of-order';
import { getOrder } from '@refill/order-history/get-order';
import { listEvents } from '@refill/order-history/list-events';
import { listOperatorActions } from '@refill/order-history/list-operator-actions';
import type { OperatorAction } from '@refill/order-history/operator-action';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import { addOrderNote } from '../add-order-note';
import { endOrder } from '../end-order';
import { orderJson } from '../order-json';
import { orderNotFound } from '../order-problems';
import { ordersQuery, readOrdersPage } from '../orders-query';
import { decodeEventsCursor, encodeEventsCursor } from '../page-cursor';
import { reconcileOrder } from '../reconcile-order';
import { actorText, cursor, emailAddress, idText, personText } from '../request-text';
import { resendOrderEmail, whyNot } from '../resend-order-email';
import { withTimesInUtc } from './filter-times';
import { filledIn } from './forms';
import { OrderPage } from './order-page';
import { OrdersPage } from './orders-page';
import type { PageContext } from './page-context';
import { requireSession, seeOther, setFlash, whoOf } from './page-session';
import { orderUrl } from './page-urls';
import { readRequest } from './read-request';
import { ReconciliationPage } from './reconciliation-page';
import { sendPage } from './send-page';

const MAX_EVENTS = 200;

const params = z.object({ orderId: idText });
const eventsQuery = z.strictObject({ cursor });
const actor = actorText.optional();
const noteForm = z.strictObject({ text: personText(2_000), actor });
const resendForm = z.strictObject({
  kind: z.enum(ORDER_EMAIL_KINDS),
  to: emailAddress.optional(),
  reason: personText(500).optional(),
  actor,
});
const endForm = z.strictObject({ reason: personText(500), actor });
const reconcileForm = z.strictObject({ apply: z.literal('yes').optional(), actor });

/** `/orders`, `/orders/{orderId}` and what can be done with an order. */
export const orderPages: FastifyPluginAsync<PageContext> = async (app, context) => {
  const { db } = context;
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });

  app.get('/orders', async (request, reply) => {
    requireSession(request, 'read');
    const query = readOrdersRequest(request.query);
    const page = await readOrdersPage(context, query);
    return await sendPage(
      request,
      reply,
      { title: 'Orders', current: '/orders', live: true },
      <OrdersPage query={query} asked={filledIn(request.query)} page={page} />,
    );
  });

  app.get('/orders/:orderId', async (request, reply) => {
    const session = requireSession(request, 'read');
    const { orderId } = readRequest(params, request.params);
    const { cursor: after } = readRequest(eventsQuery, filledIn(request.query));
    const [order, events, emails, actions] = await Promise.all([
      getOrder(db, orderId),
      listEvents(db, {
        orderId,
        limit: MAX_EVENTS,
        after: after === undefined ? 0 : decodeEventsCursor(after),
      }),
      emailsOfOrder(db, orderId),
      listOperatorActions(db, orderId),
    ]);
    if (order === null || events === null) throw orderNotFound();
    return await sendPage(
      request,
      reply,
      { title: `Order ${orderId}`, current: '/orders', live: true },
      <OrderPage
        order={orderJson(order, context.temporalUi)}
        emails={emails ?? []}
        events={events.events}
        nextEvents={events.next === null ? null : encodeEventsCursor(events.next)}
        actions={actions ?? []}
        emailsToResend={ORDER_EMAIL_KINDS.filter((kind) => whyNot(kind, order) === null)}
        session={session}
      />,
    );
  });

  app.post('/orders/:orderId/notes', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { orderId } = readRequest(params, request.params);
    const form = readRequest(noteForm, filledIn(request.body));
    await addOrderNote(context, { orderId, text: form.text }, whoOf(session, form.actor ?? null));
    setFlash(request, 'The note was added.');
    return await seeOther(reply, orderUrl(orderId));
  });

  app.post('/orders/:orderId/resend', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { orderId } = readRequest(params, request.params);
    const form = readRequest(resendForm, filledIn(request.body));
    const { kind, to = null, reason = null } = form;
    const who = whoOf(session, form.actor ?? null);
    const action = await resendOrderEmail(
      context,
      { orderId, kind, to, reason },
      who,
      closing.signal,
    );
    setFlash(request, resendWords(action));
    return await seeOther(reply, orderUrl(orderId));
  });

  app.post('/orders/:orderId/end', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { orderId } = readRequest(params, request.params);
    const { reason, actor: name } = readRequest(endForm, filledIn(request.body));
    const who = whoOf(session, name ?? null);
    const action = await endOrder(context, { orderId, reason }, who, closing.signal);
    setFlash(
      request,
      action.state === 'done'
        ? 'The order was ended.'
        : 'The end was asked for: the worker does it. Open this page again in a moment.',
    );
    return await seeOther(reply, orderUrl(orderId));
  });

  app.post('/orders/:orderId/reconcile', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { orderId } = readRequest(params, request.params);
    const form = readRequest(reconcileForm, filledIn(request.body));
    const apply = form.apply === 'yes';
    const who = whoOf(session, form.actor ?? null);
    const reconciliation = await reconcileOrder(context, { orderId, apply }, who, closing.signal);
    if (apply) {
      setFlash(
        request,
        reconciliation.applied ? 'The history was mended.' : 'There was nothing to mend any more.',
      );
      return await seeOther(reply, orderUrl(orderId));
    }
    return await sendPage(
      request,
      reply,
      { title: 'Compared with Temporal', current: '/orders' },
      <ReconciliationPage reconciliation={reconciliation} session={session} />,
    );
  });
  await Promise.resolve();
};

/**
 * Reads which orders a page is asked for: as the API does, and days for times.
 * @throws ProblemError 400 `REQUEST_INVALID`
 */
export function readOrdersRequest(query: unknown): z.output<typeof ordersQuery> {
  return readRequest(ordersQuery, withTimesInUtc(filledIn(query), ['placedFrom', 'placedTo']));
}

function resendWords({ state, outcome }: OperatorAction): string {
  switch (state) {
    case 'done':
      return 'The mail was sent again.';
    case 'failed':
      return `The mail could not be sent: ${outcome ?? 'no reason is known'}.`;
    case 'waiting':
      return 'The mail is on its way: it is tried for days while the mail server is down.';
  }
}
