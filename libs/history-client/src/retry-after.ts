/**
 * Reads a `Retry-After`: seconds, or a date. Source: RFC 9110, section 10.2.3.
 * @param now ms since 1970
 * @returns ms from now, never less than 0; `null` without a value that can be read
 */
export function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null) return null;
  const trimmed = value.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed) * 1_000;
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
