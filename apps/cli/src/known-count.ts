import { HistoryApiError } from '@refill/history-client';

/**
 * How much there is to do, for a progress bar.
 * @param counting asks the server
 * @returns `null` where a server of an older version can't count
 */
export async function knownCount(counting: Promise<number>): Promise<number | null> {
  try {
    return await counting;
  } catch (error) {
    if (error instanceof HistoryApiError && error.status === 404) return null;
    throw error;
  }
}

/** The part that is done, from 0 to 1: more may have come since the count. */
export function partOf(count: number, all: number | null): number | null {
  return all === null ? null : all === 0 ? 1 : Math.min(1, count / all);
}
