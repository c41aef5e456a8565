import { requireBearerToken, type RequestGuard } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';

/** The hooks that keep strangers out. */
export interface TokenGuards {
  /** Lets both tokens through. */
  readonly read: RequestGuard;
  /** Lets the write token through; the read token gets 403 `HISTORY_TOKEN_READ_ONLY`. */
  readonly write: RequestGuard;
}

/** Creates the hooks for both kinds of tokens; any of a list is let through, for rotation. */
export function createTokenGuards(tokens: {
  readonly readTokens: readonly string[];
  readonly writeTokens: readonly string[];
}): TokenGuards {
  const read = requireBearerToken([...tokens.readTokens, ...tokens.writeTokens]);
  const write = requireBearerToken(tokens.writeTokens);
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
          detail:
            'Contacts and quarantined messages are or may hold personal data: reading them, too, needs the write token.',
          // RFC 6750, section 3.1.
          headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
          cause,
        });
      }
    },
  };
}
