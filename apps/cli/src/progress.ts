import { SingleBar } from 'cli-progress';
import { durationText } from './time-text';
import type { Terminal } from './terminal';

/** Long work that is watched. */
export interface Progress {
  /** @param done how much is done by now, in the unit of the total */
  readonly at: (done: number) => void;
  /** Says how it ended. */
  readonly stop: () => void;
}

const REDRAWS_PER_SECOND = 8;

/**
 * Draws a bar with rate and time left; where there is no screen it says nothing until the end.
 * @param total how much there is; `null` when nobody knows: then it counts
 * @param unit `rows`, `messages`
 */
export function startProgress(
  { showsProgress }: Pick<Terminal, 'showsProgress'>,
  { total, unit }: { readonly total: number | null; readonly unit: string },
): Progress {
  if (!showsProgress) return { at: () => undefined, stop: () => undefined };
  const began = performance.now();
  const bar = new SingleBar({
    format:
      total === null
        ? `{value} ${unit}, {rate}/s`
        : `{bar} {percentage} %  {value} of {total} ${unit}, {rate}/s, {left} left`,
    barsize: 24,
    hideCursor: true,
    fps: REDRAWS_PER_SECOND,
    clearOnComplete: false,
  });
  const words = (done: number) => {
    const seconds = Math.max(0.001, (performance.now() - began) / 1_000);
    const rate = done / seconds;
    const left = total === null || rate === 0 ? '?' : durationText(((total - done) / rate) * 1_000);
    return { rate: rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US'), left };
  };
  bar.start(total ?? 0, 0, words(0));
  return {
    at: (done) => {
      bar.update(done, words(done));
    },
    stop: () => {
      bar.stop();
    },
  };
}
