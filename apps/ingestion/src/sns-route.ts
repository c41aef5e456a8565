import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '@refill/service/problem-details';
import { answerOf } from './answer-of';
import type { TakeOutcome } from './take-outcome';
import { type SnsContext, takeSnsMessage } from './take-sns-message';
import { within } from './within';

/** How the route works. */
export interface SnsRouteOptions {
  /** How long an answer may take, in ms; then 503, whatever is still under way. */
  readonly answerWithinMs: number;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** What SNS is told to wait before it delivers again; it has its own retry policy, a proxy may heed this. */
const RETRY_AFTER_SECONDS = '5';

const CREDENTIALS = /auth|cookie|token|secret|key|password/i;

/** Adds `POST /sns`, where SNS delivers: any content type, since SNS says `text/plain`. */
export function addSnsRoute(
  app: FastifyInstance,
  context: SnsContext,
  { answerWithinMs }: SnsRouteOptions,
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    scope.post('/sns', { bodyLimit: MAX_BODY_BYTES }, async (request) => {
      refuseRawDelivery(request, context);
      const taken = takeSnsMessage(context, {
        transport: 'https',
        body: textOf(request.body),
        headers: headersWithoutCredentials(request),
        receivedAt: new Date().toISOString(),
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
  const { status, code, title, detail, problems } = answer;
  throw new ProblemError({
    status,
    code,
    title,
    detail,
    ...(problems.length === 0 ? {} : { errors: problems }),
    ...(status === 503 ? { headers: { 'retry-after': RETRY_AFTER_SECONDS } } : {}),
  });
}

/** Raw delivery over HTTP has no envelope and so no signature. Source: "Amazon SNS raw message delivery". */
function refuseRawDelivery(request: FastifyRequest, { metrics, logger }: SnsContext): void {
  if (request.headers['x-amz-sns-rawdelivery'] !== 'true') return;
  const code = 'SNS_RAW_DELIVERY';
  metrics.untrusted.inc({ transport: 'https', code });
  logger.warn({ code, transport: 'https' }, 'message refused');
  throw new ProblemError({
    status: 403,
    code,
    title: 'Raw message delivery is not accepted',
    detail:
      'A raw message is not signed. Switch RawMessageDelivery off for this HTTPS subscription; over SQS it may be on.',
  });
}

/** @throws ProblemError 400 `BODY_NOT_UTF8`: what can't be decoded exactly can't be verified */
function textOf(body: unknown): string {
  if (body === undefined) return '';
  try {
    if (Buffer.isBuffer(body)) return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    // Falls through to the one answer there is.
  }
  throw new ProblemError({
    status: 400,
    code: 'BODY_NOT_UTF8',
    title: 'The body is not UTF-8',
  });
}

/** The subscription's URL may hold a password, which then comes as a header: it must not be stored. */
function headersWithoutCredentials({ headers }: FastifyRequest): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.test(name)));
}
