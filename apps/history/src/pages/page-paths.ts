import type { FastifyRequest } from 'fastify';

const ANY_ORIGIN = 'http://pages.invalid';

/**
 * The path of one of our pages, with its query; `null` for anything that leads elsewhere, however it is written.
 * @param path from outside
 */
export function pagePath(path: string): string | null {
  if (!path.startsWith('/') || !URL.canParse(path, ANY_ORIGIN)) return null;
  const { origin, pathname, search } = new URL(path, ANY_ORIGIN);
  // Behind `/.//elsewhere` stands a path that browsers take for a host.
  return origin === ANY_ORIGIN && !pathname.startsWith('//') ? `${pathname}${search}` : null;
}

/** The path of the page that a form was sent from; `null` where the browser does not tell, or it was another site's. */
export function pathBefore({ headers: { referer }, host }: FastifyRequest): string | null {
  if (referer === undefined || !URL.canParse(referer)) return null;
  const before = new URL(referer);
  return before.host === host ? pagePath(`${before.pathname}${before.search}`) : null;
}
