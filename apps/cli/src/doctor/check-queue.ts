import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { failureWords } from '@refill/service/failure-words';
import { type Finding, doubtful, fine, wrong } from './finding';

const CHECK = 'SQS queue';

const TIMEOUT_MS = 5_000;

/** Asks SQS for the queue, if there is one. @returns `null` without `SQS_QUEUE_URL` */
export async function checkQueue(env: NodeJS.ProcessEnv): Promise<Finding | null> {
  const QueueUrl = env['SQS_QUEUE_URL'] ?? '';
  if (QueueUrl === '') return null;
  const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
  const sqs = new SQSClient(endpoint === '' ? {} : { endpoint });
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'RedrivePolicy'],
      }),
      { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
    );
    const { ApproximateNumberOfMessages: waiting = '?', RedrivePolicy: redrive } = Attributes;
    const detail = `about ${waiting} messages wait`;
    return redrive === undefined
      ? doubtful(
          CHECK,
          `${detail}; it has no dead-letter queue`,
          'Give it a redrive policy, so that a message that Refill cannot even read is kept.',
        )
      : fine(CHECK, detail);
  } catch (error) {
    const name = error instanceof Error ? error.name : failureWords(error);
    return wrong(
      CHECK,
      `it cannot be asked (${name})`,
      'Is SQS_QUEUE_URL right, and may these credentials do sqs:GetQueueAttributes, ReceiveMessage, DeleteMessage and ChangeMessageVisibility?',
    );
  } finally {
    sqs.destroy();
  }
}
