import { parseTopicArn } from '@refill/sns/topic-arn';
import { type Finding, doubtful, fine, skipped, wrong } from './finding';

const CHECK = 'topics';

/** Looks at the topics that notifications may come from. @param topics the ARNs of `SNS_TOPIC_ARNS` */
export function checkTopics(env: NodeJS.ProcessEnv, topics: readonly string[]): Finding {
  if (topics.length === 0) {
    return (env['SQS_QUEUE_URL'] ?? '') === ''
      ? wrong(
          CHECK,
          'SNS_TOPIC_ARNS names none, and there is no SQS_QUEUE_URL',
          'Set SNS_TOPIC_ARNS to the ARN of the topic that you gave Amazon for DRS notifications.',
        )
      : skipped(CHECK, 'SNS_TOPIC_ARNS names none: the queue may bring messages of any topic');
  }
  const unreadable = topics.filter((arn) => parseTopicArn(arn) === null);
  if (unreadable.length > 0) {
    return wrong(
      CHECK,
      `no ARN of a topic: ${unreadable.join(', ')}`,
      'An ARN looks like arn:aws:sns:us-east-1:123456789012:drs-notifications.',
    );
  }
  if (env['SNS_ALLOW_SIMULATOR'] === 'true') {
    return doubtful(
      CHECK,
      `${topics.join(', ')}; the simulator's messages are trusted`,
      'Right for trying out. In production set SNS_TOPIC_ARNS to your own topic, and no SNS_ALLOW_SIMULATOR.',
    );
  }
  return fine(CHECK, topics.join(', '));
}
