import { signEnvelope } from '@refill/sns/sign-envelope';
import type { SnsEnvelope } from '@refill/sns/sns-envelope';
import { parseTopicArn, snsHost, type TopicArn } from '@refill/sns/topic-arn';
import type { PublishedMessage } from './drs-message';
import type { SigningIdentity } from './signing-identity';
import { SimulatorError } from './simulator-error';

/** An HTTPS delivery as SNS makes it. */
export interface SnsRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Turns a message into a signed delivery. */
export type MessageSigner = (message: PublishedMessage, timestamp: Date) => SnsRequest;

/**
 * Signs messages as the given topic's SNS would.
 * @throws SimulatorError `SIMULATOR_TOPIC_INVALID` when `topicArn` is not the ARN of a topic
 */
export function createMessageSigner(options: {
  readonly topicArn: string;
  readonly signatureVersion: '1' | '2';
  readonly identity: SigningIdentity;
}): MessageSigner {
  const { topicArn, signatureVersion, identity } = options;
  const host = snsHost(readTopic(topicArn));
  const subscriptionArn = `${topicArn}:5e1f51ab-0000-4000-8000-000000000000`;
  return (message, timestamp) => {
    const envelope: SnsEnvelope = signEnvelope(
      {
        Type: 'Notification',
        MessageId: message.messageId,
        TopicArn: topicArn,
        Message: JSON.stringify(message.body),
        Timestamp: timestamp.toISOString(),
        SignatureVersion: signatureVersion,
        SigningCertURL: `https://${host}/${identity.certificateFileName}`,
        ...(message.messageAttributes === null
          ? {}
          : { MessageAttributes: message.messageAttributes }),
      },
      identity.privateKeyPem,
    );
    const unsubscribeUrl = `https://${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
    return {
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'user-agent': 'Amazon Simple Notification Service Agent',
        'x-amz-sns-message-type': 'Notification',
        'x-amz-sns-message-id': message.messageId,
        'x-amz-sns-topic-arn': topicArn,
        'x-amz-sns-subscription-arn': subscriptionArn,
      },
      body: JSON.stringify({ ...envelope, UnsubscribeURL: unsubscribeUrl }, null, 2),
    };
  };
}

function readTopic(topicArn: string): TopicArn {
  const topic = parseTopicArn(topicArn);
  if (topic !== null) return topic;
  throw new SimulatorError(
    'SIMULATOR_TOPIC_INVALID',
    'the topic must be an ARN such as arn:aws:sns:us-east-1:123456789012:my-topic (--topic-arn, SNS_TOPIC_ARNS)',
  );
}
