import { type GenericFormatter, SingleBar } from 'cli-progress';
import { progressLine } from './progress-line';
import type { Terminal } from './terminal';

/** How far long work is. */
export interface Reached {
  /** In the unit that is shown. */
  readonly count: number;
  /** From 0 to 1; `null` when nobody knows how much there is. */
  readonly part: number | null;
}

/** Long work that is watched. */
export interface Progress {
  readonly at: (reached: Reached) => void;
  /** Leaves the last state on the screen; once is enough. */
  readonly stop: () => void;
}

const REDRAWS_PER_SECOND = 8;

/**
 * Draws a bar with rate and time left beside the results; where there is no screen it says nothing.
 * @param unit `contacts`, `messages`
 */
export function startProgress(
  { showsProgress }: Pick<Terminal, 'showsProgress'>,
  unit: string,
): Progress {
  if (!showsProgress) return { at: () => undefined, stop: () => undefined };
  const began = performance.now();
  let reached: Reached = { count: 0, part: null };
  const format: GenericFormatter = () => progressLine(reached, unit, performance.now() - began);
  const bar = new SingleBar({ format, hideCursor: true, fps: REDRAWS_PER_SECOND });
  bar.start(1, 0);
  return {
    at: (now) => {
      reached = now;
      bar.update(now.part ?? 0);
    },
    stop: () => {
      bar.stop();
    },
  };
}
