import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { pagePath } from './page-paths';
import { seeOther } from './page-session';

/**
 * Answers somebody who has no session: leads to the sign-in, and from there to where they wanted.
 *
 * Whoever follows a link of another site (a chat, Temporal Cloud) may well have one: browsers keep the cookie from
 * such a request (`SameSite=Strict`). So a page of ours asks for the same page once more, and that request has it.
 */
export async function askToSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.method !== 'GET') return await seeOther(reply, '/sign-in');
  const wanted = pagePath(request.url) ?? '/';
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    const html = renderToString(
      <html lang="en">
        <head>
          <meta charSet="utf-8" />
          <meta http-equiv="refresh" content={`0;url=${wanted}`} />
          <title>Refill</title>
          <link rel="icon" href="data:," />
        </head>
        <body>
          <a href={wanted}>Go on</a>
        </body>
      </html>,
    );
    return await reply.type('text/html; charset=utf-8').send(`<!doctype html>${html}`);
  }
  const next = wanted === '/' ? '' : `?next=${encodeURIComponent(wanted)}`;
  return await seeOther(reply, `/sign-in${next}`);
}
