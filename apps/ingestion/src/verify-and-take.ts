import type { ConfirmationResult } from '@refill/sns/confirm-subscription';
import type { MessageVerifier } from '@refill/sns/message-verifier';
import {
  parseEnvelope,
  type SnsEnvelope,
  type SubscriptionConfirmationEnvelope,
} from '@refill/sns/sns-envelope';
import { versionAttribute } from '@refill/sns/version-attribute';
import type { IngestionContext } from './ingestion-context';
import { quarantineReceived } from './quarantine-received';
import type { ReceivedMessage } from './received-message';
import { takeDrsMessage, type TakenMessage } from './take-drs-message';
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
 * Takes an envelope of SNS, whichever way it came: verify, parse, normalise, route.
 *
 * Nothing of the message is believed, kept or logged before its signature is verified.
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function verifyAndTake(
  context: SnsContext,
  received: ReceivedMessage,
): Promise<TakenMessage> {
  const parsed = parseEnvelope(received.body);
  if (!parsed.ok) return withoutNotification({ kind: 'malformed', ...parsed });
  const { envelope } = parsed;
  const verdict = await context.verifier.verify(envelope);
  if (verdict.ok) return await takeVerified(context, received, envelope);
  switch (verdict.reason) {
    case 'untrusted':
      return withoutNotification({ kind: 'untrusted', code: verdict.code });
    case 'certificate-unavailable':
      return withoutNotification({ kind: 'unavailable', code: verdict.code });
    case 'too-old': {
      const expected =
        verdict.code === 'SNS_TIMESTAMP_IN_FUTURE'
          ? 'a time that is not ahead of our clock'
          : 'a time within SNS_MAX_AGE';
      const problems = [{ path: 'Timestamp', expected }];
      const reason = { code: verdict.code, problems };
      return withoutNotification(
        await quarantineReceived(context, received, envelope.MessageId, reason),
      );
    }
  }
}

async function takeVerified(
  context: SnsContext,
  received: ReceivedMessage,
  envelope: SnsEnvelope,
): Promise<TakenMessage> {
  const { TopicArn: topicArn } = envelope;
  const messageId = received.quarantinedAs ?? envelope.MessageId;
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
      if (!confirmed.ok) return withoutNotification({ kind: 'unavailable', code: confirmed.code });
      context.logger.info({ topicArn }, 'subscription confirmed');
      return withoutNotification({ kind: 'confirmed' });
    }
    case 'UnsubscribeConfirmation':
      context.metrics.unsubscribed.inc();
      context.logger.warn(
        { topicArn, messageId },
        'unsubscribed from the topic: no more messages of it',
      );
      return withoutNotification({ kind: 'unsubscribed' });
  }
}

function withoutNotification(outcome: TakeOutcome): TakenMessage {
  return { outcome, notification: null };
}
