import * as crypto from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProblemError } from '@refill/service/problem-details';
import { sessionOf } from './page-session';

const withToken = z.object({ csrf: z.string() });

/**
 * Refuses a form that did not come from one of our pages: its token has to be the session's, and the browser has to
 * name no other origin.
 * @throws ProblemError 403 `PAGE_FORM_FOREIGN`
 */
export function checkForm(request: FastifyRequest): void {
  const session = sessionOf(request);
  const form = withToken.safeParse(request.body);
  checkOrigin(request);
  if (session === null || !form.success || !fits(form.data.csrf, session.csrfToken))
    throw foreign();
}

/**
 * Refuses a form of which the browser says that it comes from another site's page.
 * @throws ProblemError 403 `PAGE_FORM_FOREIGN`
 */
export function checkOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin !== undefined && hostOf(origin) !== request.host) throw foreign();
}

function foreign(): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'PAGE_FORM_FOREIGN',
    title: 'This form is too old, or not one of ours',
    detail: 'Nothing was done. Open the page again and send the form from there.',
  });
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function fits(given: string, known: string): boolean {
  const [a, b] = [given, known].map((text) => crypto.createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && crypto.timingSafeEqual(a, b);
}

/** The fields of a form or of a query that were filled in: an empty field is none. */
export function filledIn(fields: unknown): Readonly<Record<string, unknown>> {
  if (typeof fields !== 'object' || fields === null) return {};
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== '' && name !== 'csrf'),
  );
}
