import { z } from 'zod';

/** Written as texts: ESLint takes control characters in a pattern for a mistake. */
const NUL = String.raw`\u0000`;

/** The controls of Unicode, spelt out: not all readers of the OpenAPI document know `\p{Cc}`. */
const CONTROLS = String.raw`\u0000-\u001f\u007f-\u009f`;

const WITHOUT_NUL = new RegExp(`^[^${NUL}]*$`);
const WITHOUT_CONTROLS = new RegExp(`^[^${CONTROLS}]*$`);

/**
 * A text in a request that names something in the database: an id of Amazon's, up to 255 characters.
 * PostgreSQL's text takes no NUL; without this a `%00` would be an error of ours instead of the caller's.
 */
export const idText = z.string().min(1).max(255).regex(WITHOUT_NUL, 'no NUL character');

/** The id of a row in a request: a number as text, no larger than PostgreSQL's `bigint`. */
export const rowId = z.string().regex(/^[1-9]\d{0,17}$/, 'the id of a row: a number');

/** Free text of a person in a request: no control characters, so that it stands on one line wherever it is shown. */
export function personText(maxLength: number) {
  return z.string().trim().min(1).max(maxLength).regex(WITHOUT_CONTROLS, 'no control characters');
}

/** An address that a mail can go to. */
export const emailAddress = z
  .email({ abort: true })
  .max(254)
  .regex(/^[^@]{1,64}@/, 'at most 64 characters before the @')
  .describe('ASCII; the domain in Punycode if need be');

/** Who does something, by their own word. */
export const actorText = personText(100).describe('Who does it, for the record');

/** Why something is done. */
export const noteText = personText(1_000).describe('Why, for the record');

/** Where a list goes on, in a request. */
export const cursor = z.string().min(1).optional().describe('The nextCursor of the page before');

/** Where a list goes on, in an answer. */
export const nextCursor = z.string().nullable().describe('null on the last page');

/** Several values of one parameter, which a single one is given as itself. */
export function listOf<T extends string>(value: T | T[] | undefined): readonly T[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

/** A union tells only that its input is invalid; a person wants to know what is valid. */
export function oneOrMoreOf(values: readonly string[]): string {
  return `expected one or more of ${values.join(', ')}`;
}

/** A time of a request in UTC, where there is one. */
export function utcOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : (toUtc(value) ?? undefined);
}

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
