import { HistoryApiError } from './history-api-error';
import { HistoryNetworkError, HistoryTimeoutError } from './history-client-error';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** A server that asks for a longer pause than this, in ms, is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Too many requests; and a server or a proxy that cannot answer just now. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether the same request may well succeed a little later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof HistoryApiError) return PASSING.has(error.status);
  return error instanceof HistoryNetworkError || error instanceof HistoryTimeoutError;
}

/**
 * How long to pause before a request that failed is sent again: twice as long each time, or as long as the server
 * asks for, and a part left to chance, so that many clients don't come back at once.
 * @param failures how often it has failed, from 1
 * @param random from 0 to 1
 * @returns ms; `null` when it is of no use to send it again
 */
export function retryPauseMs(error: unknown, failures: number, random: number): number | null {
  if (!isPassing(error)) return null;
  const backoff = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  const asked = error instanceof HistoryApiError ? error.retryAfterMs : null;
  if (asked === null) return backoff / 2 + (backoff / 2) * random;
  // Never earlier than asked for.
  return asked > LONGEST_RETRY_AFTER_MS ? null : asked + (backoff / 2) * random;
}
