import { setTimeout as pause } from 'node:timers/promises';
import { ChangeMessageVisibilityCommand, type Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import type { IngestionLogger } from './ingestion-logger';
import { hidingSeconds } from './sqs-hiding-time';
import type { SqsDisposal, SqsMessage } from './take-sqs-message';

/** How messages are taken from a queue. */
export interface SqsConsumerOptions {
  /** `SQS_QUEUE_URL`. */
  readonly queueUrl: string;
  /** `AWS_ENDPOINT_URL`; `null`: AWS itself. */
  readonly endpoint: string | null;
  /** How long a message stays hidden, in seconds, at least 2; it is prolonged while the message is taken. */
  readonly visibilityTimeoutSeconds: number;
  readonly logger: IngestionLogger;
  readonly take: (message: SqsMessage) => Promise<SqsDisposal>;
}

/** A consumer at work. */
export interface SqsConsumer {
  /** @throws Error when the queue could not be read the last time */
  check(): Promise<void>;
  /** Takes no more messages and waits for those under way. */
  stop(): Promise<void>;
}

/** SQS's longest poll. */
const WAIT_TIME_SECONDS = 20;
/** How long the messages under way may take after a stop, in ms: longer than taking one may last. */
const FINISH_WITHIN_MS = 7_000;
/** How long to wait after an error of the queue, in ms. */
const ERROR_PAUSE_MS = 2_000;

/** Starts taking messages from a queue, ten at a time: each on its own, deleted together when the last of them is done. */
export function startSqsConsumer(options: SqsConsumerOptions): SqsConsumer {
  const { queueUrl, visibilityTimeoutSeconds, logger, take } = options;
  const client = createClient(options);
  let polling = false;
  let stopping = false;
  let failure: Error | null = null;

  /** When this fails the message only comes again sooner. */
  const hide = async ({ ReceiptHandle }: Message, seconds: number): Promise<void> => {
    const change = { QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: seconds };
    await client.send(new ChangeMessageVisibilityCommand(change)).catch((error: unknown) => {
      logger.warn({ code: 'SQS_UNAVAILABLE', cause: nameOf(error) }, 'a message was not hidden');
    });
  };

  /** @returns the message when it is to be deleted */
  const takeOne = async (message: Message): Promise<Message | null> => {
    try {
      const taken = sqsMessageOf(message);
      if ((await take(taken)) === 'delete') return message;
      await hide(message, hidingSeconds(taken.receives));
    } catch (error) {
      logger.error({ err: error }, 'taking a message failed: it stays in the queue');
    }
    return null;
  };

  const consumer = Consumer.create({
    queueUrl,
    sqs: client,
    batchSize: 10,
    waitTimeSeconds: WAIT_TIME_SECONDS,
    messageAttributeNames: ['All'],
    messageSystemAttributeNames: ['ApproximateReceiveCount'],
    visibilityTimeout: visibilityTimeoutSeconds,
    heartbeatInterval: Math.max(1, Math.floor(visibilityTimeoutSeconds / 2)),
    authenticationErrorTimeout: ERROR_PAUSE_MS,
    pollingCompleteWaitTimeMs: FINISH_WITHIN_MS,
    suppressFifoWarning: true,
    // Those to delete are deleted by one call.
    handleMessageBatch: async (messages) =>
      (await Promise.all(messages.map(takeOne))).filter((message) => message !== null),
    preReceiveMessageCallback: async () => {
      polling = true;
      // A queue that can't be reached answers at once: without a pause this would be a busy loop.
      if (failure !== null) await pause(ERROR_PAUSE_MS);
    },
    postReceiveMessageCallback: async () => {
      polling = false;
      failure = null;
      await Promise.resolve();
    },
  });
  consumer.on('error', (error) => {
    if (stopping) return;
    failure = error;
    logger.error({ code: 'SQS_UNAVAILABLE', cause: nameOf(error) }, 'the queue cannot be used now');
  });
  consumer.start();

  return {
    async check() {
      await Promise.resolve();
      if (failure !== null) throw failure;
    },
    async stop() {
      stopping = true;
      const stopped = new Promise<void>((resolve) => consumer.once('stopped', () => resolve()));
      // Aborting would also cut off the deletion of what is done: only an idle poll is cut short.
      consumer.stop({ abort: polling });
      await stopped;
      client.destroy();
    },
  };
}

function createClient({ queueUrl, endpoint }: SqsConsumerOptions): SQSClient {
  const region = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(queueUrl)?.[1];
  return new SQSClient({
    // Else the region is that of the SDK's own configuration (`AWS_REGION`), as are the credentials.
    ...(region === undefined ? {} : { region }),
    // A queue's URL names a host as well, which would win over the endpoint.
    ...(endpoint === null ? {} : { endpoint, useQueueUrlAsEndpoint: false }),
  });
}

function sqsMessageOf({ MessageId, Body, MessageAttributes, Attributes }: Message): SqsMessage {
  if (MessageId === undefined) throw new TypeError('SQS delivered a message without an id');
  return {
    messageId: MessageId,
    body: Body ?? '',
    attributes: MessageAttributes ?? {},
    receives: Math.max(1, Number(Attributes?.ApproximateReceiveCount ?? 1) || 1),
  };
}

/** The SDK's name of an error: its text may hold the queue's URL. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
