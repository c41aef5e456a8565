import * as crypto from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Who } from '@refill/order-history/quarantine-states';
import { ProblemError } from '@refill/service/problem-details';
import { actorText } from '../request-text';

declare module '@fastify/secure-session' {
  /** What a session holds; it is read with schemas, since it comes back from outside. */
  interface SessionData {
    who: Omit<PageSession, 'actor'>;
    actor: string;
    flash: string;
  }
}

/** Somebody who signed in with one of the history's tokens. */
export interface PageSession {
  /** `write` sees and does all; `read` sees no personal data. */
  readonly role: 'read' | 'write';
  /** Has to come back with every form. */
  readonly csrfToken: string;
  /** The first 8 hex digits of the SHA-256 of the token, for the record of who did what. */
  readonly fingerprint: string;
  /** The name that was last given for the record, by their own word; `null` before. */
  readonly actor: string | null;
}

/** The tokens that somebody may sign in with. */
export interface PageTokens {
  readonly readTokens: readonly string[];
  readonly writeTokens: readonly string[];
}

const stored = z.object({
  role: z.enum(['read', 'write']),
  csrfToken: z.string(),
  fingerprint: z.string(),
});

const KEY_BYTES = 32;

/**
 * The key of the sessions' cookies, from the tokens by HKDF (RFC 5869): no secret more to keep, and whoever rotates
 * the tokens signs everybody out.
 */
export function sessionKey({ readTokens, writeTokens }: PageTokens): Buffer {
  const tokens = JSON.stringify([readTokens, writeTokens]);
  return Buffer.from(crypto.hkdfSync('sha256', tokens, '', 'refill history pages', KEY_BYTES));
}

/** The session for a token; `null` when it is none of ours. All tokens are compared, each in constant time. */
export function sessionFor(token: string, tokens: PageTokens): Omit<PageSession, 'actor'> | null {
  const isOneOf = (known: readonly string[]) =>
    known.filter((each) => each !== '' && crypto.timingSafeEqual(digest(each), digest(token)))
      .length > 0;
  const mayWrite = isOneOf(tokens.writeTokens);
  const mayRead = isOneOf(tokens.readTokens);
  if (!mayWrite && !mayRead) return null;
  return {
    role: mayWrite ? 'write' : 'read',
    csrfToken: crypto.randomBytes(24).toString('base64url'),
    fingerprint: digest(token).toString('hex').slice(0, 8),
  };
}

/** The session of a request; `null` for somebody who has not signed in. */
export function sessionOf(request: FastifyRequest): PageSession | null {
  const parsed = stored.safeParse(request.session.get('who'));
  if (!parsed.success) return null;
  const actor = actorText.safeParse(request.session.get('actor'));
  return { ...parsed.data, actor: actor.success ? actor.data : null };
}

/** Keeps the name that a form was sent with, so that nobody has to write it again and again. */
export function rememberActor(request: FastifyRequest): void {
  const form = z.object({ actor: actorText }).safeParse(request.body);
  if (form.success) request.session.set('actor', form.data.actor);
}

/**
 * The session of a request that has to be allowed to read, or to write.
 * @throws ProblemError 401 `PAGE_SIGNED_OUT` or 403 `HISTORY_TOKEN_READ_ONLY`
 */
export function requireSession(request: FastifyRequest, role: PageSession['role']): PageSession {
  const session = sessionOf(request);
  if (session === null) {
    throw new ProblemError({ status: 401, code: 'PAGE_SIGNED_OUT', title: 'Sign in first' });
  }
  if (role === 'write' && session.role !== 'write') {
    throw new ProblemError({
      status: 403,
      code: 'HISTORY_TOKEN_READ_ONLY',
      title: 'The read token is not enough here',
      detail: 'What may be personal data, and whatever changes something, needs the write token.',
    });
  }
  return session;
}

/** Who does something on a page. @param actor their name, by their own word */
export function whoOf(session: PageSession, actor: string | null): Who {
  return { actor, token: session.fingerprint };
}

/** Says something on the next page that is shown. */
export function setFlash(request: FastifyRequest, message: string): void {
  request.session.set('flash', message);
}

/** What the page before wanted to be said; once. */
export function takeFlash(request: FastifyRequest): string | null {
  const flash = z.string().safeParse(request.session.get('flash'));
  if (!flash.success) return null;
  request.session.set('flash', undefined);
  return flash.data;
}

/** Goes on to a page after a form: reloading that page does not send the form again. */
export async function seeOther(reply: FastifyReply, url: string): Promise<FastifyReply> {
  return await reply.redirect(url, 303);
}

function digest(text: string): Buffer {
  return crypto.createHash('sha256').update(text).digest();
}
