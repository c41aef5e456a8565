import { isRecord } from './answer-reader';
import { HistoryNetworkError } from './history-client-error';

/**
 * The error for a fetch that failed. Its message has the cause's code only, such as `ECONNREFUSED`; the cause goes
 * along unless it quotes the token.
 * @param request the method and the pattern of the path
 */
export function fetchFailure(error: unknown, request: string, token: string): HistoryNetworkError {
  const code = codeOf(error);
  const message = `${request}: no answer${code === null ? '' : ` (${code})`}`;
  return new HistoryNetworkError(message, quotes(error, token) ? {} : { cause: error });
}

/** How deep a chain of causes is looked into. */
const MAX_DEPTH = 10;

function codeOf(error: unknown, depth = 0): string | null {
  if (!isRecord(error) || depth > MAX_DEPTH) return null;
  const { code } = error;
  // DOMException has numbers there; only names such as ECONNREFUSED are of use.
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
  return codeOf(error['cause'], depth + 1);
}

function quotes(error: unknown, token: string, seen = new Set<unknown>()): boolean {
  if (typeof error === 'string') return error.includes(token);
  if (typeof error !== 'object' || error === null || seen.has(error)) return false;
  seen.add(error);
  // Also what is not enumerable: the message and the stack.
  return Object.getOwnPropertyNames(error).some((name) =>
    quotes(Reflect.get(error, name), token, seen),
  );
}
