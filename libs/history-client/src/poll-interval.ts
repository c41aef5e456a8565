import { HistoryArgumentError } from './history-client-error';
import { LONGEST_TIME_LIMIT_MS } from './time-limit';

/**
 * How long to pause between two looks, in ms; 1,000 by default.
 * @throws HistoryArgumentError when it is less than 1
 */
export function checkPollMs(pollMs = 1_000): number {
  if (pollMs >= 1 && pollMs <= LONGEST_TIME_LIMIT_MS) return pollMs;
  throw new HistoryArgumentError('pollMs: expected a number of milliseconds of 1 or more');
}
