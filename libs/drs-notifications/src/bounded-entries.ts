import { z } from 'zod';

/** More entries in one notification than this can't be genuine, and could not be signalled to Temporal. */
export const maxEntries = 1_000;

/** A message with a thousand wrong entries is told by the first of them. */
export const maxProblems = 20;

/**
 * An array of at most `maxEntries`. Unlike `z.array`, it looks at no entry of a longer one, and stops at
 * `maxProblems`: to describe thousands of problems would block the process.
 */
export function boundedEntries<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodType<readonly z.output<Schema>[]> {
  return z
    .custom<readonly unknown[]>(Array.isArray, { error: 'an array' })
    .transform((values, context) => {
      if (values.length > maxEntries) {
        context.addIssue({ code: 'custom', message: `at most ${maxEntries} entries` });
        return z.NEVER;
      }
      const entries: z.output<Schema>[] = [];
      let problems = 0;
      for (const [index, value] of values.entries()) {
        const entry = schema.safeParse(value);
        if (entry.success) {
          entries.push(entry.data);
          continue;
        }
        for (const { path, message } of entry.error.issues) {
          context.addIssue({ code: 'custom', path: [index, ...path], message });
        }
        problems += entry.error.issues.length;
        if (problems >= maxProblems) break;
      }
      return entries;
    });
}
