import { z } from 'zod';

/**
 * An id of Amazon's or the maker's: not blank, at most 255 characters (the page's limit of `instanceId`).
 * Control characters and lone surrogates are refused, since PostgreSQL can't store all of them.
 */
export const identifier = z
  .string({ error: 'a string' })
  .regex(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,255}$/u, {
    error: 'an id of 1 to 255 characters, not blank, without control characters',
  });

/** As `identifier`; missing, `null` and empty are read as `null`. */
export const optionalIdentifier = z.preprocess(
  (value) => (value === '' || value === undefined ? null : value),
  identifier.nullable(),
);

/** Missing and `null` are read as `null`. */
export function orNull<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodType<z.output<Schema> | null> {
  return z.preprocess((value) => value ?? null, schema.nullable());
}
