const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS = [
  { ms: DAY_MS, name: 'd' },
  { ms: HOUR_MS, name: 'h' },
  { ms: MINUTE_MS, name: 'min' },
  { ms: SECOND_MS, name: 's' },
] as const;

/** A duration in ms for a person, with its two largest units: `72 h`, `1 min 20 s`, `14 ms`. */
export function durationText(ms: number): string {
  if (ms < SECOND_MS) return `${String(Math.max(0, Math.round(ms)))} ms`;
  let left = Math.round(ms / SECOND_MS) * SECOND_MS;
  // Amazon's windows are spoken of in hours: 24 h, 72 h.
  const units = left % HOUR_MS === 0 && left <= 4 * DAY_MS ? UNITS.slice(1) : UNITS;
  const parts: string[] = [];
  for (const unit of units) {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    if (count > 0) parts.push(`${String(count)} ${unit.name}`);
  }
  return parts.slice(0, 2).join(' ');
}

/** The local wall-clock time of a moment in ms since the epoch: `21:03:11`. */
export function clockText(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** A moment in local time, to the second: `2026-11-22 21:03:11`. */
export function momentText(iso: string): string {
  const date = new Date(iso);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return `${day} ${clockText(date.getTime())}`;
}

/** A moment in ms since the epoch as Amazon writes `notificationTime`: with milliseconds. */
export function notificationTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A moment in ms since the epoch as Amazon writes `estimatedDeliveryDate`: without milliseconds. */
export function deliveryDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
