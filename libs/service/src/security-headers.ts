import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** For everything that is no page: a browser that shows it as one must load and run nothing. */
const dataPolicy = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

/**
 * For pages such as Swagger UI: files of this server alone, no script within the page.
 * Swagger UI sets style attributes and shows icons as `data:` URLs.
 */
const pagePolicy =
  "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;" +
  "font-src 'self';connect-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'";

/** One year in seconds, without subdomains: those aren't ours to speak for. */
const transportSecurity = 'max-age=31536000';

/** For answers that leave before Fastify's hooks run: a request that can't be read. */
export const bareSecurityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': dataPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/**
 * Puts security headers on every answer: no sniffing, no framing, no referrer, a content security policy that
 * allows pages their own files and everything else nothing, and `Cache-Control: no-store` unless a route says otherwise.
 *
 * `Strict-Transport-Security` goes out only when the request came over TLS, which a trusted proxy tells with
 * `X-Forwarded-Proto`: over plain HTTP it must not be sent (RFC 6797, section 7.2).
 */
export function addSecurityHeaders(app: FastifyInstance): void {
  void app.register(helmet, {
    // Set below, by what is answered and how it was asked for.
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (request, reply) => {
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
    void reply.header('content-security-policy', isPage ? pagePolicy : dataPolicy);
    if (request.protocol === 'https') {
      void reply.header('strict-transport-security', transportSecurity);
    }
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    await Promise.resolve();
  });
}
