import type { FastifyInstance } from 'fastify';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { requireBearerToken } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import type { IngestionContext } from './ingestion-context';
import { type Replenishment, replenishmentSchema } from './replenishment';
import { type ReplenishmentOutcome, takeReplenishment } from './take-replenishment';
import { within } from './within';

/** How the route works. */
export interface ReplenishmentsRouteOptions {
  /** The bearer tokens that are let in. */
  readonly tokens: readonly string[];
  /** How long an answer may take, in ms; then 503, whatever is still under way. */
  readonly answerWithinMs: number;
}

const MAX_BODY_BYTES = 64 * 1024;

/** How far ahead of our clock a call may be, in ms: clocks differ a little. As for messages of SNS. */
const FUTURE_TOLERANCE_MS = 5 * 60_000;

/** What `POST /v1/replenishments` answers. */
interface ReplenishmentAnswer {
  readonly orderId: string;
  /** Absent when the call started no order. */
  readonly workflowId?: string;
  /** Whether the order runs, or will as soon as Temporal is back (status 202). */
  readonly started: boolean;
}

/** Adds `POST /v1/replenishments`, where the maker tells of its Replenish calls; may be repeated. */
export function addReplenishmentsRoute(
  app: FastifyInstance,
  context: IngestionContext,
  { tokens, answerWithinMs }: ReplenishmentsRouteOptions,
): void {
  const options = { onRequest: requireBearerToken(tokens), bodyLimit: MAX_BODY_BYTES };
  app.post('/v1/replenishments', options, async (request, reply): Promise<ReplenishmentAnswer> => {
    const replenishment = readReplenishment(request.body);
    const orderId = replenishment.eventInstanceId;
    if (replenishment.detailCode === 'ORDER_INPROGRESS') {
      context.metrics.replenishments.inc({ outcome: 'in-progress' });
      return { orderId, started: false };
    }
    const workflowId = orderWorkflowId(orderId);
    const receivedAt = new Date().toISOString();
    const outcome = await within(
      answerWithinMs,
      takeReplenishment(context, replenishment, receivedAt),
      () => notNow('INGESTION_TIMEOUT'),
    );
    switch (outcome.kind) {
      case 'started':
        return { orderId, workflowId, started: true };
      case 'closed':
        return { orderId, workflowId, started: false };
      case 'deferred':
        void reply.status(202);
        return { orderId, workflowId, started: true };
      case 'unavailable':
        throw notNow(outcome.code);
      case 'conflict':
        throw conflict(outcome);
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

function notNow(code: string): ProblemError {
  return new ProblemError({
    status: 503,
    code,
    title: 'The replenishment cannot be taken now',
    detail: 'It may not be kept. Send it again.',
    headers: { 'retry-after': '5' },
  });
}

function conflict({ fields }: Extract<ReplenishmentOutcome, { kind: 'conflict' }>): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'REPLENISHMENT_CONFLICT',
    title: 'Another replenishment has this eventInstanceId',
    detail: 'The one told first stays. Amazon gives each order an eventInstanceId of its own.',
    errors: fields.map((field) => ({ path: `body/${field}`, expected: 'what was told first' })),
  });
}

/** @throws ProblemError 400 `REQUEST_INVALID` that names the fields */
function readReplenishment(body: unknown): Replenishment {
  const result = replenishmentSchema.safeParse(body);
  if (!result.success) {
    throw invalid(
      result.error.issues.map(({ path, message }) => ({
        path: `body${path.map((part) => `/${String(part)}`).join('')}`,
        expected: message,
      })),
    );
  }
  if (Date.parse(result.data.requestedAt) > Date.now() + FUTURE_TOLERANCE_MS) {
    throw invalid([{ path: 'body/requestedAt', expected: 'a time that has been' }]);
  }
  return result.data;
}

function invalid(errors: NonNullable<ProblemError['errors']>): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'REQUEST_INVALID',
    title: 'The request does not fit its schema',
    errors,
  });
}
