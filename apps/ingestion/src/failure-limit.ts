import { isIPv6 } from 'node:net';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts refused messages by where they came from, in the memory of this instance. */
export interface FailureLimit {
  /** @returns how long a source is not listened to any more, in ms; `null` when it is listened to */
  blockedForMs(source: string): Promise<number | null>;
  /** Notes that a message from a source was refused. */
  noteFailure(source: string): Promise<void>;
}

/** The window begins with a source's first failure, and ends whatever comes in it. */
const WINDOW_S = 60;

/**
 * Makes a limit on refused messages by source.
 * @param maxPerMinute how many a source may send in a minute
 */
export function createFailureLimit(maxPerMinute: number): FailureLimit {
  const limiter = new RateLimiterMemory({ points: maxPerMinute, duration: WINDOW_S });
  return {
    async blockedForMs(source) {
      const counted = await limiter.get(networkOf(source));
      return counted !== null && counted.consumedPoints > maxPerMinute
        ? counted.msBeforeNext
        : null;
    },
    async noteFailure(source) {
      await limiter.penalty(networkOf(source), 1);
    },
  };
}

/** Whoever has one address of IPv6 has all of its /64. Source: RFC 6177. */
function networkOf(address: string): string {
  if (!isIPv6(address) || /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? address).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
