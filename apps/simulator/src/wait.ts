import { setTimeout as sleep } from 'node:timers/promises';

/** Time as a simulation sees it; replaced in tests. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Waits some ms. Rejects with the signal's reason when it is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};

/** How often a wait is looked at, in ms: for the countdown, and because a timer ends after 24 days. */
const TICK_MS = 1_000;

/**
 * Waits until a moment.
 * @param moment ms since the epoch
 * @param onTick told the ms that are left, about once a second
 */
export async function waitUntil(
  moment: number,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onTick: (leftMs: number) => void;
  },
): Promise<void> {
  const { clock, signal, onTick } = options;
  for (let left = moment - clock.now(); left > 0; left = moment - clock.now()) {
    onTick(left);
    await clock.wait(Math.min(left, TICK_MS), signal);
  }
}
