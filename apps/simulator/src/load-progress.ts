import { durationText } from './time-text';

/**
 * How far a load is: `412 of 1,000 (41 %), 38/s, 15 s left`.
 * @param elapsedMs since the first began
 */
export function loadProgress(done: number, total: number, elapsedMs: number): string {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  const far = `${countText(done)} of ${countText(total)} (${String(percent)} %)`;
  const perSecond = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0;
  if (perSecond === 0) return far;
  const left = ((total - done) / perSecond) * 1_000;
  return `${far}, ${rateText(perSecond)}/s, ${durationText(Math.ceil(left / 1_000) * 1_000)} left`;
}

/** A count with its thousands apart: `12,500`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** A rate with a digit after the point where it is small: `38`, `4.2`. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : countText(Math.round(perSecond));
}
