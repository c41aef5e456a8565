const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A moment to the minute in UTC: `2026-11-23 09:24`; a dash where there is none. @param at ISO 8601 */
export function momentText(at: string | null): string {
  return at === null ? '–' : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

/** How far a moment is from now: `3 h ago`, `in 2 d`. @param now ms since the epoch */
export function distanceText(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  const size = Math.abs(ms);
  const [unit, length] = UNITS.find(([, each]) => size >= each) ?? ['s', 1_000];
  const count = `${String(Math.floor(size / length))} ${unit}`;
  return ms > 0 ? `in ${count}` : `${count} ago`;
}

/** A duration for a person: `14 s`, `2 min 5 s`, `3 h 20 min`. @param ms not negative */
export function durationText(ms: number): string {
  let left = Math.round(ms / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${String(count)} ${unit}`);
  }
  return parts.length === 0 ? '0 s' : parts.slice(0, 2).join(' ');
}
