import type { Clock } from '../wait';

/** A clock whose waits pass at once. */
export interface FakeClock extends Clock {
  /** Every wait so far, in ms. */
  readonly waits: readonly number[];
}

/** @param start ms since the epoch */
export function createFakeClock(start: number): FakeClock {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
      // A turn of the event loop, so that whoever waits in a loop does not starve the server.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
