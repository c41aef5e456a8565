import type { z } from 'zod';
import { ProblemError } from '@refill/service/problem-details';

/**
 * Reads a part of a page's request.
 * @throws ProblemError 400 `REQUEST_INVALID`, which names the first part that is wrong, without its value
 */
export function readRequest<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ProblemError({
    status: 400,
    code: 'REQUEST_INVALID',
    title: 'This cannot be shown or done as it was asked for',
    ...(issue === undefined ? {} : { detail: `${issue.path.join('.')}: ${issue.message}` }),
  });
}
