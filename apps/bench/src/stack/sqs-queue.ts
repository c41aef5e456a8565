import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** fauxqs is an ES module only: a process of its own, which ends with the pipe to this one. */
const SERVER = `
  import { buildApp } from 'fauxqs';
  const app = buildApp({ host: '127.0.0.1', logger: false });
  console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
  process.stdin.on('end', () => process.exit()).resume();
`;
const REGION = 'us-east-1';
const CREDENTIALS = { accessKeyId: 'bench', secretAccessKey: 'bench' };

/** A queue of an emulator of SQS. */
export interface SqsQueue {
  /** What ingestion's environment needs to read from it. */
  readonly env: Readonly<Record<string, string>>;
  readonly send: (body: string) => Promise<void>;
  stop(): Promise<void>;
}

/** Starts fauxqs with one queue. */
export async function startSqsQueue(): Promise<SqsQueue> {
  // Nothing but figures belongs on the screen.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const server = spawn(process.execPath, ['--input-type=module', '-e', SERVER], {
    cwd: __dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const endpoint = await firstLine(server.stdout);
  const client = new SQSClient({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    useQueueUrlAsEndpoint: false,
  });
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'bench' }));
  if (QueueUrl === undefined) throw new Error('fauxqs made no queue');
  return {
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      SQS_QUEUE_URL: QueueUrl,
    },
    send: async (MessageBody) => {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    stop: async () => {
      client.destroy();
      server.stdin.end();
      await exited;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('fauxqs ended before it listened');
}
