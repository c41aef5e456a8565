import { z } from 'zod';

/**
 * A text in a request that names something in the database: an id of Amazon's, up to 255 characters.
 * PostgreSQL's text takes no NUL; without this a `%00` would be an error of ours instead of the caller's.
 */
export const idText = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/, 'no NUL character');

/** A time in a request: ISO 8601 with an offset, in the years 1 to 9999 that PostgreSQL and we both write. */
export const instantText = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => toUtc(text) !== null, 'a time in the years 1 to 9999');

/** Writes a time as ISO 8601 in UTC with ms; `null` when it is none in the years 1 to 9999. */
export function toUtc(text: string): string | null {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return null;
  const utc = new Date(ms).toISOString();
  return /^(?!0000)\d{4}-/.test(utc) ? utc : null;
}
