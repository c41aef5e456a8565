import * as crypto from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProblemError } from '@refill/service/problem-details';
import type { PageSession } from './page-session';

const withToken = z.object({ csrf: z.string() });

/**
 * Refuses a form that did not come from a page of this session: it has to bring the session's token.
 * @throws ProblemError 403 `PAGE_FORM_FOREIGN`
 */
export function checkFormToken(request: FastifyRequest, session: PageSession): void {
  const form = withToken.safeParse(request.body);
  if (!form.success || !fits(form.data.csrf, session.csrfToken)) throw foreign();
}

/**
 * Refuses a form of which the browser says that it comes from another site's page.
 * @param publicUrl `HISTORY_URL`: a proxy may tell us another host than the browser sees
 * @throws ProblemError 403 `PAGE_FORM_FOREIGN`
 */
export function checkOrigin(request: FastifyRequest, publicUrl: URL | null): void {
  const { origin } = request.headers;
  if (origin === undefined || origin === publicUrl?.origin) return;
  if (!URL.canParse(origin) || new URL(origin).host !== request.host) throw foreign();
}

function foreign(): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'PAGE_FORM_FOREIGN',
    title: 'This form is too old, or not one of ours',
    detail: 'Nothing was done. Open the page again and send the form from there.',
  });
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
