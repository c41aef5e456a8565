import formbody from '@fastify/formbody';
import secureSession from '@fastify/secure-session';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isDatabaseUnavailable } from '@refill/order-history/database-failure';
import { ProblemError } from '@refill/service/problem-details';
import { problemOf } from '@refill/service/request-error';
import { PAGE_SCRIPT, PAGE_SCRIPT_URL } from './assets/page-script';
import { PAGE_STYLES, PAGE_STYLES_URL } from './assets/page-styles';
import { customerPages } from './customer-pages';
import { devicePages } from './device-pages';
import { askToSignIn } from './ask-to-sign-in';
import { checkFormToken, checkOrigin } from './forms';
import { findPages } from './find-pages';
import { liveUpdates } from './live-updates';
import { orderPages } from './order-pages';
import type { PageContext } from './page-context';
import { pagePath, pathBefore } from './page-paths';
import { rememberActor, seeOther, sessionFor, sessionKey, sessionOf } from './page-session';
import { quarantinePages } from './quarantine-pages';
import { sendPage } from './send-page';
import { SignInPage } from './sign-in-page';
import { statusPages } from './status-pages';
import { versionPages } from './version-pages';

const SESSION_SECONDS = 43_200;

const signInForm = z.object({ token: z.string().min(1), next: z.string().optional() });
const signInQuery = z.object({ next: z.string().optional() });

/** Stricter than what Swagger UI needs: no style and no script within a page. */
const PAGE_POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';" +
  "base-uri 'none';form-action 'self';frame-ancestors 'none'";

/** The pages of the history service, as a plugin beside its API. */
export const historyPages: FastifyPluginAsync<PageContext> = async (app, context) => {
  await app.register(formbody);
  await app.register(secureSession, {
    key: sessionKey(context.tokens),
    cookieName: 'refill-session',
    expiry: SESSION_SECONDS,
    cookie: {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: context.publicUrl?.protocol === 'https:' || 'auto',
    },
  });
  app.addHook('preHandler', async (request) => {
    if (request.method === 'POST') checkForm(request, context.publicUrl);
    await Promise.resolve();
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('content-security-policy', PAGE_POLICY);
    // With `no-referrer`, browsers send `Origin: null` with every form: nobody could tell whose it is.
    void reply.header('referrer-policy', 'same-origin');
    await Promise.resolve();
  });
  app.setErrorHandler(async (error, request, reply) => {
    const problem = isDatabaseUnavailable(error) ? databaseUnavailable() : problemOf(error);
    if (problem.status === 401) return await askToSignIn(request, reply);
    if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, 'page failed');
    return await sendPage(
      request,
      reply.headers(problem.headers),
      { title: problem.title, current: null, status: problem.status },
      <>
        <h1>{problem.title}</h1>
        {problem.detail === undefined ? null : <p>{problem.detail}</p>}
        <p class="soft">
          <code>{problem.code}</code>
        </p>
        <WayBack path={request.method === 'POST' ? pathBefore(request) : null} />
      </>,
    );
  });
  for (const [url, type, text] of [
    [PAGE_STYLES_URL, 'text/css', PAGE_STYLES],
    [PAGE_SCRIPT_URL, 'text/javascript', PAGE_SCRIPT],
  ] as const) {
    app.get(url, async (_request, reply) =>
      reply
        .header('content-type', `${type}; charset=utf-8`)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(text),
    );
  }
  app.get('/sign-in', async (request, reply) =>
    sendPage(
      request,
      reply,
      { title: 'Sign in', current: null },
      <SignInPage error={null} next={nextOf(signInQuery.safeParse(request.query).data)} />,
    ),
  );
  app.post('/sign-in', async (request, reply) => {
    const form = signInForm.safeParse(request.body);
    const session = form.success ? sessionFor(form.data.token, context.tokens) : null;
    if (session === null) {
      return await sendPage(
        request,
        reply,
        { title: 'Sign in', current: null, status: 401 },
        <SignInPage error="This token is not one of ours." next={nextOf(form.data)} />,
      );
    }
    request.session.set('who', session);
    return await seeOther(reply, nextOf(form.data) ?? '/');
  });
  app.post('/sign-out', async (request, reply) => {
    request.session.delete();
    return await seeOther(reply, '/sign-in');
  });
  await app.register(dataPages, context);
};

/** Every form has to be one of ours; the one to sign in with has no session yet. */
function checkForm(request: FastifyRequest, publicUrl: URL | null): void {
  checkOrigin(request, publicUrl);
  const session = request.routeOptions.url === '/sign-in' ? null : sessionOf(request);
  if (session === null) return;
  checkFormToken(request, session);
  rememberActor(request);
}

function nextOf(fields: { readonly next?: string | undefined } | undefined): string | null {
  return fields?.next === undefined ? null : pagePath(fields.next);
}

function WayBack({ path }: { readonly path: string | null }) {
  return path === null ? null : (
    <p>
      <a href={path}>Back</a>
    </p>
  );
}

/** The pages that need the database: its schema has to be there. */
const dataPages: FastifyPluginAsync<PageContext> = async (app, context) => {
  app.addHook('preHandler', async () => {
    if (!context.schemaIsReady()) throw databaseUnavailable();
    await Promise.resolve();
  });
  await app.register(statusPages, context);
  await app.register(orderPages, context);
  await app.register(findPages, context);
  await app.register(liveUpdates, context);
  await app.register(devicePages, context);
  await app.register(quarantinePages, context);
  await app.register(versionPages, context);
  await app.register(customerPages, context);
};

function databaseUnavailable(): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'HISTORY_DATABASE_UNAVAILABLE',
    title: 'The order history cannot be reached now',
    detail: 'Try again in some seconds.',
    headers: { 'retry-after': '5' },
  });
}
