import type { RequestGuard } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';

/**
 * Creates a hook that refuses what another web page sends from a browser.
 *
 * CORS alone keeps such a page from reading the answer; this refuses the request itself, also from a page whose
 * host name was made to mean this machine (DNS rebinding). Programs send no `Origin` and pass.
 * @throws (the hook) ProblemError 403 with the code `CODEC_ORIGIN_FORBIDDEN`
 */
export function requireAllowedOrigin(allowed: readonly string[]): RequestGuard {
  return async (request) => {
    await Promise.resolve();
    const { origin } = request.headers;
    if (origin !== undefined && !allowed.includes(origin)) {
      throw new ProblemError({
        status: 403,
        code: 'CODEC_ORIGIN_FORBIDDEN',
        title: 'This page may not use the codec server',
        detail: 'Add the origin of the Temporal UI to CODEC_ALLOWED_ORIGINS.',
      });
    }
  };
}
