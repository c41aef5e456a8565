import { inSpan, type SpanDescription } from '@refill/tracing/in-span';
import { noteTaken } from './note-taken';
import { quarantineReceived, type QuarantineReason } from './quarantine-received';
import { readQueued } from './read-queued';
import type { ReceivedMessage } from './received-message';
import type { TakeOutcome } from './take-outcome';
import type { SnsContext } from './verify-and-take';
import { within } from './within';

/** By OpenTelemetry's semantic conventions for messaging. */
const PROCESS: SpanDescription = {
  name: 'process sqs',
  kind: 'consumer',
  attributes: { 'messaging.system': 'aws_sqs', 'messaging.operation.type': 'process' },
};

/** A message as SQS delivers it. */
export interface SqsMessage {
  /** The id that SQS gave it. */
  readonly messageId: string;
  readonly body: string;
  /** The `MessageAttributes`. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** How often it was received until now, this time too: `ApproximateReceiveCount`. */
  readonly receives: number;
}

/** What happens to a message in the queue. */
export type SqsDisposal = 'delete' | 'keep';

/** How messages of a queue are taken. */
export interface SqsTakingOptions {
  /** How often a message may be received before it is put into quarantine (`SQS_MAX_RECEIVES`). */
  readonly maxReceives: number;
  /** How long taking one may last, in ms. */
  readonly timeoutMs: number;
}

/** The reason of a message that could not be taken again and again. */
export const SQS_RECEIVED_TOO_OFTEN = 'SQS_RECEIVED_TOO_OFTEN';

/**
 * Takes a message from the queue; it may be deleted once it is durable somewhere else.
 *
 * Nobody can be told off here, so what is not genuine goes into quarantine as well; and so does what cannot be
 * taken again and again, whatever the reason.
 */
export async function takeSqsMessage(
  context: SnsContext,
  message: SqsMessage,
  { maxReceives, timeoutMs }: SqsTakingOptions,
): Promise<SqsDisposal> {
  const { messageId, receives } = message;
  const received: ReceivedMessage = {
    transport: 'sqs',
    body: message.body,
    headers: message.attributes,
    receivedAt: new Date().toISOString(),
    attempts: receives,
  };
  // More often than allowed: trying it must have ended the process.
  if (receives <= maxReceives) {
    const disposal = await within(timeoutMs, take(context, received, messageId), tooLate).catch(
      (error: unknown): SqsDisposal => {
        context.logger.error({ err: error, messageId, receives }, 'taking a message failed');
        return 'keep';
      },
    );
    if (disposal === 'delete' || receives < maxReceives) return disposal;
  }
  const problem = { path: '', expected: `to be taken within ${String(maxReceives)} receives` };
  return await quarantine(context, received, messageId, {
    code: SQS_RECEIVED_TOO_OFTEN,
    problems: [problem],
    // Whether it is genuine was perhaps never found out.
    untrusted: true,
  });
}

function tooLate(): Error {
  return new Error('taking the message took too long');
}

async function take(
  context: SnsContext,
  received: ReceivedMessage,
  messageId: string,
): Promise<SqsDisposal> {
  return await inSpan(PROCESS, async () => {
    const startedAt = performance.now();
    const taken = await readQueued(context, received, messageId);
    noteTaken(context, 'sqs', taken, performance.now() - startedAt);
    return await dispose(context, received, messageId, taken.outcome);
  });
}

async function dispose(
  context: SnsContext,
  received: ReceivedMessage,
  messageId: string,
  outcome: TakeOutcome,
): Promise<SqsDisposal> {
  switch (outcome.kind) {
    case 'taken':
    case 'confirmed':
    case 'unsubscribed':
    case 'quarantined':
    case 'deferred':
      return 'delete';
    case 'unavailable':
      return 'keep';
    case 'untrusted':
    case 'malformed': {
      const { code } = outcome;
      const problems = outcome.kind === 'malformed' ? outcome.problems : [];
      return await quarantine(context, received, messageId, { code, problems, untrusted: true });
    }
  }
}

/** Under the id of SQS: the one inside is anybody's, and could keep a genuine message out. */
async function quarantine(
  context: SnsContext,
  received: ReceivedMessage,
  messageId: string,
  reason: QuarantineReason,
): Promise<SqsDisposal> {
  const kept = await quarantineReceived(context, received, messageId, reason);
  if (kept.kind === 'quarantined') return 'delete';
  context.logger.warn({ code: kept.code, messageId }, 'the message stays in the queue');
  return 'keep';
}
