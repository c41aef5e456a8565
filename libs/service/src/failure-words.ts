import { errorCode } from './error-code';

/** Codes of Node (libuv, DNS) and of PostgreSQL (appendix A of its manual) in words. */
const textCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'ended the connection',
  EPIPE: 'ended the connection',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'has a host name that does not exist',
  EAI_AGAIN: 'has a host name that cannot be looked up now',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate that is not trusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate that is not trusted',
  '08006': 'ended the connection',
  '25006': 'is read-only',
  '28000': 'does not let this user in',
  '28P01': 'refuses the password',
  '3D000': 'has no such database',
  '42501': 'does not allow this user to',
  '42P01': 'has no such table: not migrated yet',
  '42703': 'has no such column: not migrated yet',
  '53100': 'has a full disk',
  '53300': 'has too many connections',
  '57014': 'took too long to answer',
  '57P01': 'is shutting down',
  '57P02': 'has crashed and recovers',
  '57P03': 'is starting up',
};

/** Status codes of gRPC, by its name for them and in words. */
const grpcCodes: Readonly<Record<number, readonly [name: string, words: string]>> = {
  4: ['DEADLINE_EXCEEDED', 'does not answer in time'],
  5: ['NOT_FOUND', 'does not have what was asked for'],
  7: ['PERMISSION_DENIED', 'does not allow it'],
  8: ['RESOURCE_EXHAUSTED', 'is overloaded'],
  12: ['UNIMPLEMENTED', 'does not know this call'],
  14: ['UNAVAILABLE', 'cannot be reached'],
  16: ['UNAUTHENTICATED', 'refuses the credentials'],
};

/**
 * Says in words what kind of failure an error is, such as `refuses connections (ECONNREFUSED)`.
 *
 * Made from codes only: messages hold addresses, and those of drivers data.
 */
export function failureWords(error: unknown): string {
  // Libraries wrap the error that has the code; four deep, since causes can be a circle.
  let at = error;
  for (let depth = 0; depth < 4; depth += 1) {
    const code = errorCode(at);
    if (typeof code === 'number') {
      const [name, words] = grpcCodes[code] ?? ['', ''];
      if (name !== '') return `${words} (${name})`;
    } else if (code !== undefined) {
      const words = textCodes[code];
      if (words !== undefined) return `${words} (${code})`;
      if (/^[A-Z0-9_]{2,60}$/.test(code)) return `failed (${code})`;
    }
    if (typeof at !== 'object' || at === null || !('cause' in at)) break;
    at = at.cause;
  }
  return error instanceof Error ? `failed (${error.name})` : 'failed';
}
