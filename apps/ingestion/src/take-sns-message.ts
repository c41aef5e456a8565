import type { ConfirmationResult } from '@refill/sns/confirm-subscription';
import type { MessageVerifier } from '@refill/sns/message-verifier';
import {
  parseEnvelope,
  type SnsEnvelope,
  type SubscriptionConfirmationEnvelope,
} from '@refill/sns/sns-envelope';
import { versionAttribute } from '@refill/sns/version-attribute';
import type { IngestionContext } from './ingestion-context';
import { noteTaken } from './note-taken';
import { quarantineReceived } from './quarantine-received';
import type { ReceivedMessage } from './received-message';
import { takeDrsMessage, type TakenMessage, unavailableBecauseOf } from './take-drs-message';
import type { TakeOutcome } from './take-outcome';

/** Asks AWS to confirm a subscription. */
export type ConfirmSubscription = (
  envelope: SubscriptionConfirmationEnvelope,
) => Promise<ConfirmationResult>;

/** What taking messages of SNS needs besides the rest. */
export interface SnsContext extends IngestionContext {
  readonly verifier: MessageVerifier;
  readonly confirm: ConfirmSubscription;
}

/**
 * Takes a message of SNS, whichever way it came: verify, parse, normalise, route.
 *
 * Nothing of the message is believed, kept or logged before its signature is verified.
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function takeSnsMessage(
  context: SnsContext,
  received: ReceivedMessage,
): Promise<TakeOutcome> {
  const startedAt = performance.now();
  const taken = await take(context, received);
  noteTaken(context, received.transport, taken, performance.now() - startedAt);
  return taken.outcome;
}

async function take(context: SnsContext, received: ReceivedMessage): Promise<TakenMessage> {
  const parsed = parseEnvelope(received.body);
  if (!parsed.ok) return { outcome: { kind: 'malformed', ...parsed }, notification: null };
  const { envelope } = parsed;
  const verdict = await context.verifier.verify(envelope);
  if (verdict.ok) return await takeVerified(context, received, envelope);
  switch (verdict.reason) {
    case 'untrusted':
      return { outcome: { kind: 'untrusted', code: verdict.code }, notification: null };
    case 'certificate-unavailable':
      return { outcome: { kind: 'unavailable', code: verdict.code }, notification: null };
    case 'too-old':
      return {
        outcome: await keepTooOld(context, received, envelope, verdict.code),
        notification: null,
      };
  }
}

async function takeVerified(
  context: SnsContext,
  received: ReceivedMessage,
  envelope: SnsEnvelope,
): Promise<TakenMessage> {
  const { MessageId: messageId, TopicArn: topicArn } = envelope;
  switch (envelope.Type) {
    case 'Notification':
      return await takeDrsMessage(context, {
        ...received,
        messageId,
        message: envelope.Message,
        claimedVersion: versionAttribute(envelope.MessageAttributes),
      });
    case 'SubscriptionConfirmation': {
      const confirmed = await context.confirm(envelope);
      if (!confirmed.ok) {
        return { outcome: { kind: 'unavailable', code: confirmed.code }, notification: null };
      }
      context.logger.info({ topicArn }, 'subscription confirmed');
      return { outcome: { kind: 'confirmed' }, notification: null };
    }
    case 'UnsubscribeConfirmation':
      context.metrics.unsubscribed.inc();
      context.logger.warn(
        { topicArn, messageId },
        'unsubscribed from the topic: no more messages of it',
      );
      return { outcome: { kind: 'unsubscribed' }, notification: null };
  }
}

async function keepTooOld(
  context: SnsContext,
  received: ReceivedMessage,
  envelope: SnsEnvelope,
  code: string,
): Promise<TakeOutcome> {
  const problems = [{ path: 'Timestamp', expected: 'a time within SNS_MAX_AGE' }];
  try {
    return await quarantineReceived(context, received, envelope.MessageId, { code, problems });
  } catch (error) {
    return unavailableBecauseOf(error);
  }
}
