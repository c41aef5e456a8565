import type { FastifyPluginAsync } from 'fastify';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { summarizeDeferred } from '@refill/order-history/deferred';
import { summarizeQuarantine } from '@refill/order-history/quarantine-list';
import { summarizeOrders } from '@refill/order-history/summarize-orders';
import { summarizeErasures } from '../erasure-summary';
import type { PageContext } from './page-context';
import { requireSession } from './page-session';
import { sendPage } from './send-page';
import { type StatusContent, StatusPage } from './status-page';

/** The first page, `/`: how things stand at a glance. */
export const statusPages: FastifyPluginAsync<PageContext> = async (app, { db }) => {
  app.get('/', async (request, reply) => {
    requireSession(request, 'read');
    return await sendPage(
      request,
      reply,
      { title: 'Status', current: '/', live: true },
      <StatusPage {...await readStatus(db)} />,
    );
  });
  await Promise.resolve();
};

/** Reads how things stand. */
export async function readStatus(db: OrderHistoryDatabase): Promise<StatusContent> {
  const [orders, quarantine, deferred, erasures] = await Promise.all([
    summarizeOrders(db),
    summarizeQuarantine(db),
    summarizeDeferred(db),
    summarizeErasures(db),
  ]);
  return { orders, quarantine, deferred, erasures };
}
