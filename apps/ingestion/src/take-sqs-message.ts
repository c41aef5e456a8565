import { readSqsBody } from '@refill/sns/sqs-body';
import { noteTaken } from './note-taken';
import { quarantineReceived } from './quarantine-received';
import type { ReceivedMessage } from './received-message';
import { takeDrsMessage, unavailableBecauseOf } from './take-drs-message';
import { type SnsContext, takeSnsMessage } from './take-sns-message';
import type { TakeOutcome } from './take-outcome';

/** A message as SQS delivers it. */
export interface SqsMessage {
  /** The id that SQS gave it. */
  readonly messageId: string;
  readonly body: string;
  /** The `MessageAttributes`. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What happens to a message in the queue. */
export type SqsDisposal = 'delete' | 'keep';

/**
 * Takes a message from the queue; it may be deleted once it is durable somewhere else.
 *
 * An SNS envelope is verified as over HTTPS. A raw message has no signature: it is trusted because the queue's
 * policy lets nobody but the topic send (docs: `aws:SourceArn`). Nobody can be told off here, so what is not
 * genuine goes into quarantine as well.
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours: the message must be kept
 */
export async function takeSqsMessage(
  context: SnsContext,
  message: SqsMessage,
): Promise<SqsDisposal> {
  const received: ReceivedMessage = {
    transport: 'sqs',
    body: message.body,
    headers: message.attributes,
    receivedAt: new Date().toISOString(),
  };
  const read = readSqsBody(message);
  switch (read.kind) {
    case 'envelope':
      return await dispose(context, received, message, await takeSnsMessage(context, received));
    case 'raw': {
      const startedAt = performance.now();
      const taken = await takeDrsMessage(context, {
        ...received,
        messageId: message.messageId,
        message: read.message,
        claimedVersion: read.version,
      });
      noteTaken(context, 'sqs', taken, performance.now() - startedAt);
      return await dispose(context, received, message, taken.outcome);
    }
  }
}

async function dispose(
  context: SnsContext,
  received: ReceivedMessage,
  { messageId }: SqsMessage,
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
      const problems = outcome.kind === 'malformed' ? outcome.problems : [];
      // Under the id of SQS: the one inside is anybody's, and could keep a genuine message out.
      const kept = await quarantineReceived(context, received, messageId, {
        code: outcome.code,
        problems,
      }).catch(unavailableBecauseOf);
      return kept.kind === 'quarantined' ? 'delete' : 'keep';
    }
  }
}
