import type { Reached } from './progress';
import { durationText } from './time-text';

const BAR_LENGTH = 24;

/**
 * How far long work is: a bar, how much is done, how fast, and how long the rest will take if it goes on like that.
 * @param unit `contacts`, `messages`
 * @param elapsedMs since it began
 */
export function progressLine({ count, part }: Reached, unit: string, elapsedMs: number): string {
  const rate = (count / Math.max(1, elapsedMs)) * 1_000;
  const speed = `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US')}/s`;
  const done = `${count.toLocaleString('en-US')} ${unit}, ${speed}`;
  if (part === null) return done;
  const whole = Math.min(1, Math.max(0, part));
  const filled = Math.round(whole * BAR_LENGTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_LENGTH - filled)}`;
  const left = whole === 0 ? '' : `, ${durationText((elapsedMs / whole) * (1 - whole))} left`;
  return `${bar} ${String(Math.floor(whole * 100))} %  ${done}${left}`;
}
