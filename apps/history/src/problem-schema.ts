import { z } from 'zod';
import { type ProblemDetails } from '@refill/service/problem-details';

/** An error's answer, for the OpenAPI document. Source: RFC 9457; `code` is ours. */
const problemSchema: z.ZodType<ProblemDetails> = z
  .object({
    type: z.string().describe('`urn:refill:problem:{code}`'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; see docs/errors.md'),
    detail: z.string().exactOptional(),
    errors: z.array(z.object({ path: z.string(), expected: z.string() })).exactOptional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

const MEANINGS = {
  400: 'The request is wrong; `errors` tells where',
  401: 'The bearer token is missing or wrong',
  403: 'The read token is not enough',
  404: 'There is no such thing',
  409: 'It is in a state that does not allow this; `detail` tells which',
  413: 'The body is too large',
  415: 'The body is not JSON',
  503: 'PostgreSQL (`HISTORY_DATABASE_UNAVAILABLE`) or Temporal (`HISTORY_TEMPORAL_UNAVAILABLE`) cannot be reached now',
} as const;

/** Documents the problems that a route answers with. */
export function problemResponses<Status extends keyof typeof MEANINGS>(
  ...statuses: readonly Status[]
) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: MEANINGS[status],
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}
