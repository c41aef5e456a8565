import type { MessageVerifier } from '@refill/sns/message-verifier';
import { inSpan, type SpanDescription } from '@refill/tracing/in-span';
import type { FailureLimit } from './failure-limit';
import { noteTaken } from './note-taken';
import type { TakenMessage } from './take-drs-message';
import type { TakeOutcome } from './take-outcome';
import { type SnsContext, verifyAndTake } from './verify-and-take';

/** What taking messages over HTTPS needs besides the rest. */
export interface PushContext extends SnsContext {
  readonly failures: FailureLimit;
  /** Downloads no certificate: for sources of too many refused messages. */
  readonly frugalVerifier: MessageVerifier;
}

/** A request to take a message. */
export interface PushedMessage {
  /** The address it came from. */
  readonly source: string;
  /** Whether SNS says that it is raw. */
  readonly raw: boolean;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The code of a message from a source whose messages are not looked at for a while. */
export const SNS_TOO_MANY_FAILURES = 'SNS_TOO_MANY_FAILURES';
/** The code of a message that came by raw delivery. */
export const SNS_RAW_DELIVERY = 'SNS_RAW_DELIVERY';

/** By OpenTelemetry's semantic conventions for messaging. */
const RECEIVE: SpanDescription = {
  name: 'process sns',
  kind: 'consumer',
  attributes: { 'messaging.system': 'aws.sns', 'messaging.operation.type': 'process' },
};

/**
 * Takes a message that came over HTTPS.
 *
 * From a source of too many refused messages only those are taken that can be verified without a download: a load
 * balancer may stand before genuine senders and others alike. The rest is to be delivered again.
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function takePushedMessage(
  context: PushContext,
  pushed: PushedMessage,
): Promise<TakeOutcome> {
  return await inSpan(RECEIVE, async () => {
    const startedAt = performance.now();
    const blockedForMs = await context.failures.blockedForMs(pushed.source);
    const taken =
      blockedForMs === null
        ? await take(context, pushed)
        : await takeFrugally(context, pushed, blockedForMs);
    noteTaken(context, 'https', taken, performance.now() - startedAt);
    return taken.outcome;
  });
}

async function take(context: PushContext, pushed: PushedMessage): Promise<TakenMessage> {
  const taken = await readAndTake(context, pushed);
  if (isRefused(taken)) await context.failures.noteFailure(pushed.source);
  return taken;
}

async function takeFrugally(
  context: PushContext,
  pushed: PushedMessage,
  blockedForMs: number,
): Promise<TakenMessage> {
  const taken = await readAndTake({ ...context, verifier: context.frugalVerifier }, pushed);
  const { outcome } = taken;
  const needsDownload =
    outcome.kind === 'unavailable' && outcome.code.startsWith('SNS_CERTIFICATE_');
  if (!isRefused(taken) && !needsDownload) return taken;
  context.metrics.tooManyFailures.inc();
  const retryAfterSeconds = Math.ceil(blockedForMs / 1_000);
  return refused({ kind: 'unavailable', code: SNS_TOO_MANY_FAILURES, retryAfterSeconds });
}

function isRefused({ outcome }: TakenMessage): boolean {
  return outcome.kind === 'untrusted' || outcome.kind === 'malformed';
}

async function readAndTake(context: SnsContext, pushed: PushedMessage): Promise<TakenMessage> {
  // Raw delivery over HTTP has no envelope and so no signature. Source: "Amazon SNS raw message delivery".
  if (pushed.raw) return refused({ kind: 'untrusted', code: SNS_RAW_DELIVERY });
  const body = exactText(pushed.body);
  if (body === null) {
    const problems = [{ path: '', expected: 'UTF-8' }];
    return refused({ kind: 'malformed', code: 'BODY_NOT_UTF8', problems });
  }
  return await verifyAndTake(context, {
    transport: 'https',
    body,
    headers: pushed.headers,
    receivedAt: new Date().toISOString(),
  });
}

/** `null` for what can't be decoded exactly, and so can't be verified. */
function exactText(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function refused(outcome: TakeOutcome): TakenMessage {
  return { outcome, notification: null };
}
