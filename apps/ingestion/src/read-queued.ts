import { readSqsBody } from '@refill/sns/sqs-body';
import type { ReceivedMessage } from './received-message';
import { takeDrsMessage, type TakenMessage } from './take-drs-message';
import { type SnsContext, verifyAndTake } from './verify-and-take';

/**
 * Takes the body of a queued message, an envelope of SNS or a raw message of DRS.
 *
 * An envelope is verified as over HTTPS. A raw message has no signature: it is trusted because the queue's
 * policy lets nobody but the topic send (docs: `aws:SourceArn`).
 * @param messageId the id that SQS gave it
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function readQueued(
  context: SnsContext,
  received: ReceivedMessage,
  messageId: string,
): Promise<TakenMessage> {
  const read = readSqsBody({ body: received.body, attributes: received.headers });
  switch (read.kind) {
    case 'envelope':
      return await verifyAndTake(context, received);
    case 'raw':
      return await takeDrsMessage(context, {
        ...received,
        messageId,
        message: read.message,
        claimedVersion: read.version,
      });
  }
}
