import type { FastifyInstance } from 'fastify';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { requireBearerToken } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import type { IngestionContext } from './ingestion-context';
import { type Replenishment, replenishmentSchema } from './replenishment';
import { takeReplenishment } from './take-replenishment';

const MAX_BODY_BYTES = 64 * 1024;

/** What `POST /v1/replenishments` answers. */
interface ReplenishmentAnswer {
  readonly orderId: string;
  /** Absent when the call started no order. */
  readonly workflowId?: string;
  /** Whether the order runs, or will as soon as Temporal is back (status 202). */
  readonly started: boolean;
}

/**
 * Adds `POST /v1/replenishments`, where the maker tells of its Replenish calls; may be repeated.
 * @param token the bearer token that is asked for
 */
export function addReplenishmentsRoute(
  app: FastifyInstance,
  context: IngestionContext,
  token: string,
): void {
  const options = { onRequest: requireBearerToken([token]), bodyLimit: MAX_BODY_BYTES };
  app.post('/v1/replenishments', options, async (request, reply): Promise<ReplenishmentAnswer> => {
    const replenishment = readReplenishment(request.body);
    const orderId = replenishment.eventInstanceId;
    if (replenishment.detailCode === 'ORDER_INPROGRESS') {
      context.metrics.replenishments.inc({ outcome: 'in-progress' });
      return { orderId, started: false };
    }
    const workflowId = orderWorkflowId(orderId);
    const receivedAt = new Date().toISOString();
    const outcome = await takeReplenishment(context, replenishment, receivedAt);
    switch (outcome.kind) {
      case 'started':
        return { orderId, workflowId, started: true };
      case 'closed':
        return { orderId, workflowId, started: false };
      case 'deferred':
        void reply.status(202);
        return { orderId, workflowId, started: true };
      case 'unavailable':
        throw new ProblemError({
          status: 503,
          code: outcome.code,
          title: 'The replenishment cannot be taken now',
          detail: 'Nothing of it is kept. Send it again.',
          headers: { 'retry-after': '5' },
        });
      case 'rejected':
        throw new ProblemError({
          status: 422,
          code: outcome.code,
          title: 'The replenishment cannot be used',
          detail: 'Sending it again will not help: see docs/errors.md for this code.',
        });
    }
  });
}

/** @throws ProblemError 400 `REQUEST_INVALID` that names the fields */
function readReplenishment(body: unknown): Replenishment {
  const result = replenishmentSchema.safeParse(body);
  if (result.success) return result.data;
  throw new ProblemError({
    status: 400,
    code: 'REQUEST_INVALID',
    title: 'The request does not fit its schema',
    errors: result.error.issues.map(({ path, message }) => ({
      path: `body${path.map((part) => `/${String(part)}`).join('')}`,
      expected: message,
    })),
  });
}
