import { requireBearerToken, type RequestGuard } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';

/** The hooks that keep strangers out. */
export interface TokenGuards {
  /** Lets both tokens through. */
  readonly read: RequestGuard;
  /** Lets the write token through; the read token gets 403 `HISTORY_TOKEN_READ_ONLY`. */
  readonly write: RequestGuard;
}

/** Creates the hooks for a pair of tokens. */
export function createTokenGuards(tokens: {
  readonly readToken: string;
  readonly writeToken: string;
}): TokenGuards {
  const read = requireBearerToken([tokens.readToken, tokens.writeToken]);
  const write = requireBearerToken([tokens.writeToken]);
  return {
    read,
    write: async (request) => {
      await read(request);
      try {
        await write(request);
      } catch (cause) {
        throw new ProblemError({
          status: 403,
          code: 'HISTORY_TOKEN_READ_ONLY',
          title: 'The read token is not enough here',
          detail: 'Contacts are personal data and need the write token, for reading too.',
          // RFC 6750, section 3.1.
          headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
          cause,
        });
      }
    },
  };
}
