import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue of a test's own. */
export interface TestQueue {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  readonly url: string;
  /** @returns the id that SQS gave it */
  send(body: string, attributes?: Record<string, MessageAttributeValue>): Promise<string>;
  /** How many messages are in the queue, hidden ones too. */
  size(): Promise<number>;
  stop(): Promise<void>;
}

/** In a process of its own, since fauxqs is an ES module only. It ends with the pipe to this process. */
const SERVER = `
  import { buildApp } from 'fauxqs';
  const app = buildApp({ host: '127.0.0.1', logger: false });
  console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
  process.stdin.on('end', () => process.exit()).resume();
`;

/** Starts an SQS of a test's own with one queue, and sets the SDK's credentials for it. */
export async function startTestQueue(): Promise<TestQueue> {
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const server = spawn(process.execPath, ['--input-type=module', '-e', SERVER], {
    cwd: __dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const firstLine = async (): Promise<string> => {
    for await (const line of createInterface({ input: server.stdout })) return line;
    throw new Error('fauxqs ended before it listened');
  };
  const endpoint = await firstLine();
  const client = new SQSClient({ endpoint, useQueueUrlAsEndpoint: false });
  const { QueueUrl: url } = await client.send(new CreateQueueCommand({ QueueName: 'drs' }));
  if (url === undefined) throw new Error('the queue has no URL');
  return {
    endpoint,
    url,
    send: async (body, attributes = {}) => {
      const { MessageId } = await client.send(
        new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes: attributes }),
      );
      return MessageId ?? '';
    },
    size: async () => {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      return (
        Number(Attributes?.ApproximateNumberOfMessages) +
        Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
      );
    },
    stop: async () => {
      client.destroy();
      server.stdin.end();
      await exited;
    },
  };
}
