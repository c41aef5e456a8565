import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '@refill/service/problem-details';
import { answerOf } from './answer-of';
import type { TakeOutcome } from './take-outcome';
import { type PushContext, takePushedMessage } from './take-pushed-message';
import { within } from './within';

/** How the route works. */
export interface SnsRouteOptions {
  /** How long an answer may take, in ms; then 503, whatever is still under way. */
  readonly answerWithinMs: number;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

const CREDENTIALS = /auth|cookie|token|secret|key|password/i;

/** Adds `POST /sns`, where SNS delivers: any content type, since SNS says `text/plain`. */
export function addSnsRoute(
  app: FastifyInstance,
  context: PushContext,
  { answerWithinMs }: SnsRouteOptions,
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    scope.post('/sns', { bodyLimit: MAX_BODY_BYTES }, async (request) => {
      const taken = takePushedMessage(context, {
        source: request.ip,
        raw: request.headers['x-amz-sns-rawdelivery'] === 'true',
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        headers: headersWithoutCredentials(request),
      });
      return respond(await orTooLate(answerWithinMs, taken));
    });
    await Promise.resolve();
  });
}

class TooLate extends Error {}

/** Whatever is still under way is safe to repeat, so SNS may be told to deliver again. */
async function orTooLate(withinMs: number, taken: Promise<TakeOutcome>): Promise<TakeOutcome> {
  try {
    return await within(withinMs, taken, () => new TooLate());
  } catch (error) {
    if (error instanceof TooLate) return { kind: 'unavailable', code: 'INGESTION_TIMEOUT' };
    throw error;
  }
}

function respond(outcome: TakeOutcome): { readonly outcome: TakeOutcome['kind'] } {
  const answer = answerOf(outcome);
  if (answer.status === 200) return { outcome: outcome.kind };
  const { status, code, title, detail, problems, retryAfterSeconds } = answer;
  throw new ProblemError({
    status,
    code,
    title,
    detail,
    ...(problems.length === 0 ? {} : { errors: problems }),
    ...(retryAfterSeconds === null
      ? {}
      : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
}

/** The subscription's URL may hold a password, which then comes as a header: it must not be stored. */
function headersWithoutCredentials({ headers }: FastifyRequest): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.test(name)));
}
