/** The longest single timer: a later deadline is waited for in several steps. */
const LONGEST_WAIT_MS = 90 * 24 * 3_600_000;

/**
 * How long to wait for a deadline, in ms; at least 1, so that the timer is a real one.
 * @param at the deadline, ms since the epoch
 * @param now ms since the epoch
 */
export function waitMs(at: number, now: number): number {
  return Math.min(Math.max(Math.ceil(at - now), 1), LONGEST_WAIT_MS);
}
