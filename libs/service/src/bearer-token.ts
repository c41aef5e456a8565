import * as crypto from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem-details';

/** A Fastify hook (`onRequest` or `preHandler`) that lets a request through or throws. */
export type RequestGuard = (request: FastifyRequest) => Promise<void>;

function digest(text: string): Buffer {
  return crypto.createHash('sha256').update(text).digest();
}

function bearerTokenOf(request: FastifyRequest): string | undefined {
  return /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Tells tokens apart without telling them: the first 8 hex digits of the SHA-256 of the request's bearer token.
 *
 * Meant for records of who did what, after `requireBearerToken` let the request through.
 * @throws Error when the request has no bearer token
 */
export function bearerTokenFingerprint(request: FastifyRequest): string {
  const token = bearerTokenOf(request);
  if (token === undefined) throw new Error('the request has no bearer token');
  return digest(token).toString('hex').slice(0, 8);
}

/**
 * Creates a hook that refuses requests without one of the bearer tokens (RFC 6750).
 *
 * Tokens are compared in constant time. With no token in the list (empty ones don't count) every request is refused.
 * Use it as `onRequest` where a body need not be read before refusing.
 * @throws (the hook) ProblemError 401 with the code `TOKEN_MISSING` or `TOKEN_WRONG`
 */
export function requireBearerToken(tokens: readonly string[]): RequestGuard {
  const digests = tokens.filter((token) => token !== '').map(digest);
  return async (request) => {
    await Promise.resolve();
    const token = bearerTokenOf(request);
    if (token === undefined) {
      throw new ProblemError({
        status: 401,
        code: 'TOKEN_MISSING',
        title: 'A bearer token is needed',
        detail: 'Send the header "Authorization: Bearer <token>".',
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    const given = digest(token);
    // No early way out: every token is compared, whichever fits.
    const fits = digests.filter((known) => crypto.timingSafeEqual(known, given));
    if (fits.length === 0) {
      throw new ProblemError({
        status: 401,
        code: 'TOKEN_WRONG',
        title: 'This token is not allowed here',
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      });
    }
  };
}
