import { utcOf } from '../request-text';

const DAY = /^\d{4}-\d\d-\d\d$/;
/** What browsers send for a day with a time: to the minute, or finer where it is not a whole one. */
const MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/;

/**
 * The fields of a filter, in which a day or a time without an offset is one in UTC, as all times on the pages are.
 * @param names which fields are times
 */
export function withTimesInUtc(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      names.includes(name) && typeof value === 'string' ? inUtc(value) : value,
    ]),
  );
}

/** A time of a filter for an input of type `date`. */
export function dayField(instant: string | undefined): string | undefined {
  return utcOf(instant)?.slice(0, 'YYYY-MM-DD'.length);
}

/** A time of a filter for an input of type `datetime-local`: to the minute, which is what people choose. */
export function minuteField(instant: string | undefined): string | undefined {
  return utcOf(instant)?.slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

function inUtc(text: string): string {
  if (DAY.test(text)) return `${text}T00:00:00.000Z`;
  // Seconds are not optional in ISO 8601 as requests have it.
  return MINUTE.test(text) ? `${text.length === 16 ? `${text}:00` : text}Z` : text;
}
