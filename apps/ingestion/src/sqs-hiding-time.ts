/** SQS's own limit is 12 h; a quarter of an hour is what an outage may cost after its end, in seconds. */
const LONGEST_S = 900;

/**
 * How long a message that could not be taken stays hidden: 2 s, 4 s, 8 s … up to 15 min, so that an outage neither
 * burns its receives (a dead-letter queue counts them) nor keeps us busy. In seconds.
 * @param receives how often it was received until now, at least 1
 */
export function hidingSeconds(receives: number): number {
  return Math.min(LONGEST_S, 2 ** Math.min(receives, 10));
}
