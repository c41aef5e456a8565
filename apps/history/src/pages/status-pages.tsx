import type { FastifyPluginAsync } from 'fastify';
import { summarizeDeferred } from '@refill/order-history/deferred';
import { listOrders } from '@refill/order-history/list-orders';
import { summarizeQuarantine } from '@refill/order-history/quarantine-list';
import { summarizeOrders } from '@refill/order-history/summarize-orders';
import { summarizeErasures } from '../erasure-summary';
import { listFailedEmails } from '../failed-emails';
import { orderJson } from '../order-json';
import type { PageContext } from './page-context';
import { requireSession } from './page-session';
import { sendPage } from './send-page';
import { type StatusContent, StatusPage } from './status-page';

/** How many are listed of what there may be much of. */
const LISTED = 8;

/** The first page, `/`: how things stand at a glance. */
export const statusPages: FastifyPluginAsync<PageContext> = async (app, context) => {
  app.get('/', async (request, reply) => {
    requireSession(request, 'read');
    return await sendPage(
      request,
      reply,
      { title: 'Status', current: '/', live: true },
      <StatusPage {...await readStatus(context)} />,
    );
  });
  await Promise.resolve();
};

/** Reads how things stand. */
export async function readStatus({ db, temporalUi }: PageContext): Promise<StatusContent> {
  const [orders, quarantine, deferred, erasures, failedEmails, ended] = await Promise.all([
    summarizeOrders(db),
    summarizeQuarantine(db),
    summarizeDeferred(db),
    summarizeErasures(db),
    listFailedEmails(db, LISTED),
    listOrders(db, { filter: { open: false }, limit: LISTED, after: null }),
  ]);
  return {
    orders,
    quarantine,
    deferred,
    erasures,
    failedEmails,
    ended: ended.orders.map((order) => orderJson(order, temporalUi)),
  };
}
