import { z } from 'zod';

const expected = 'an ISO 8601 time with its zone, such as 2016-12-02T21:09:58.689Z';

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z|([+-])(\d\d):?([0-5]\d))$/;

/** The first and the last moment that count as a sensible time, in ms since 1970. */
const earliest = Date.parse('1970-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads a time of Amazon's into ISO 8601, UTC, with milliseconds (`2016-12-02T21:09:58.689Z`).
 * An offset is accepted; a time without a zone is not, nor a day that does not exist.
 */
export const amazonTime = z.string({ error: expected }).transform((text, context) => {
  const time = parseTime(text);
  if (time !== null) return time;
  context.addIssue({ code: 'custom', message: expected });
  return z.NEVER;
});

function parseTime(text: string): string | null {
  const [, local, fraction = '', sign, hours = '0', minutes = '0'] = pattern.exec(text) ?? [];
  if (local === undefined || Number(hours) > 23) return null;
  // Truncated to ms; Date would read more digits differently from engine to engine.
  const localTime = new Date(`${local}${fraction.slice(0, 4)}Z`);
  // Date accepts the 30th of February and 24:00, and moves them into the next day.
  if (Number.isNaN(localTime.getTime())) return null;
  const iso = localTime.toISOString();
  if (!iso.startsWith(local)) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const time = localTime.getTime() - (sign === '-' ? -offset : offset);
  if (time < earliest || time > latest) return null;
  return sign === undefined ? iso : new Date(time).toISOString();
}
