import * as crypto from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { getOrder } from '@refill/order-history/get-order';
import { listEvents } from '@refill/order-history/list-events';
import { listOperatorActions } from '@refill/order-history/list-operator-actions';
import { bareSecurityHeaders } from '@refill/service/security-headers';
import { readOrdersPage } from '../orders-query';
import { LiveFeed } from './live-feed';
import { readOrdersRequest } from './order-pages';
import type { PageContext } from './page-context';
import { requireSession } from './page-session';
import { readRequest } from './read-request';
import { readStatus } from './status-pages';

const LOOK_EVERY_MS = 2_000;

/** Comments keep proxies from ending a connection on which nothing happens. */
const KEEP_ALIVE_MS = 20_000;

const query = z.strictObject({ of: z.string().max(4_000).startsWith('/') });

/**
 * `GET /live?of={path of a page}`: server-sent events, `look` when the watching has begun and each time the
 * page would look different.
 * Source: WHATWG HTML, "Server-sent events".
 */
export const liveUpdates: FastifyPluginAsync<PageContext> = async (app, context) => {
  const feed = new LiveFeed(async (path) => digest(await contentOf(path, context)), LOOK_EVERY_MS);
  const connections = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of connections) end();
    feed.close();
    await Promise.resolve();
  });

  app.get('/live', async (request, reply) => {
    requireSession(request, 'read');
    const { of: path } = readRequest(query, request.query);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...bareSecurityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 3000\n\n');
    const forget = feed.watch(path, () => raw.write('event: look\ndata: {}\n\n'));
    const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS);
    const end = (): void => {
      clearInterval(keepAlive);
      forget();
      connections.delete(end);
      raw.end();
    };
    connections.add(end);
    raw.on('close', end);
    await Promise.resolve();
  });
  await Promise.resolve();
};

/** All that makes the page at a path look as it does. */
async function contentOf(path: string, context: PageContext): Promise<unknown> {
  const url = new URL(path, 'http://page');
  const { pathname } = url;
  if (pathname === '/') return await readStatus(context);
  if (pathname === '/orders') {
    return await readOrdersPage(context, readOrdersRequest(fieldsOf(url.searchParams)));
  }
  const orderId = /^\/orders\/([^/]+)$/.exec(pathname)?.[1];
  if (orderId === undefined) return null;
  const id = decodeURIComponent(orderId);
  return await Promise.all([
    getOrder(context.db, id),
    // Any event, note or action changes one of these.
    listEvents(context.db, { orderId: id, limit: 500, after: 0 }),
    listOperatorActions(context.db, id),
  ]);
}

/** The fields of a query as Fastify reads them: one that is repeated is a list. */
function fieldsOf(search: URLSearchParams): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function digest(content: unknown): string {
  return crypto.createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
