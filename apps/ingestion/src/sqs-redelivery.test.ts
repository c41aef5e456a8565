import { setTimeout as sleep } from 'node:timers/promises';
import { startSqsConsumer, type SqsConsumer } from './sqs-consumer';
import { hidingSeconds } from './sqs-hiding-time';
import type { SqsDisposal, SqsMessage } from './take-sqs-message';
import { drsMessage } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { silentLogger } from './test-support/silent-logger';
import { quarantinedIn } from './test-support/stored-rows';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';
import { startTestQueue, type TestQueue } from './test-support/test-queue';

let queue: TestQueue;
beforeEach(async () => {
  queue = await startTestQueue();
}, 30_000);
afterEach(async () => {
  await queue.stop();
});

describe('hidingSeconds', () => {
  it('doubles from 2 s up to 15 min', () => {
    expect([1, 2, 3, 9, 10, 100].map(hidingSeconds)).toEqual([2, 4, 8, 512, 900, 900]);
  });
});

describe('the consumer', () => {
  let consumer: SqsConsumer;
  const start = (take: (message: SqsMessage) => Promise<SqsDisposal>): void => {
    consumer = startSqsConsumer({
      queueUrl: queue.url,
      endpoint: queue.endpoint,
      visibilityTimeoutSeconds: 2,
      logger: silentLogger,
      take,
    });
  };
  afterEach(async () => {
    await consumer.stop();
  });

  it('keeps a message hidden as long as it is being taken', async () => {
    const taken: number[] = [];
    start(async ({ receives }) => {
      taken.push(receives);
      // Three times the visibility.
      await sleep(6_000);
      return 'delete';
    });
    await queue.send('slow');
    await eventually(async () => expect(await queue.size()).toBe(0), 15_000);
    expect(taken).toEqual([1]);
  }, 30_000);

  it('hides what it keeps for longer every time, and says how often it came', async () => {
    const taken: { readonly receives: number; readonly at: number }[] = [];
    start(async ({ receives }) => {
      taken.push({ receives, at: Date.now() });
      return await Promise.resolve(receives < 3 ? 'keep' : 'delete');
    });
    await queue.send('kept');
    await eventually(async () => expect(await queue.size()).toBe(0), 20_000);
    expect(taken.map(({ receives }) => receives)).toEqual([1, 2, 3]);
    const [first = 0, second = 0, third = 0] = taken.map(({ at }) => at);
    expect(second - first).toBeGreaterThan(1_500);
    expect(third - second).toBeGreaterThan(3_500);
  }, 40_000);
});

describe('ingestion', () => {
  let ingestion: TestIngestion;
  const start = async (env: NodeJS.ProcessEnv): Promise<void> => {
    ingestion = await startTestIngestion({
      SQS_QUEUE_URL: queue.url,
      AWS_ENDPOINT_URL: queue.endpoint,
      SQS_VISIBILITY_TIMEOUT: '2s',
      ...env,
    });
  };
  afterEach(async () => {
    await ingestion.stop();
  }, 30_000);

  it('puts into quarantine what cannot be taken again and again', async () => {
    await start({ SQS_MAX_RECEIVES: '2' });
    const SigningCertURL = `https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${'d'.repeat(32)}.pem`;
    const envelope = ingestion.signer.notification(drsMessage(), { SigningCertURL });
    const messageId = await queue.send(JSON.stringify(envelope));
    await eventually(async () => expect(await queue.size()).toBe(0), 30_000);
    expect(await quarantinedIn(ingestion.database)).toMatchObject([
      {
        message_id: messageId,
        reason_code: 'SQS_RECEIVED_TOO_OFTEN',
        attempts: 2,
        untrusted: true,
        body: JSON.stringify(envelope),
      },
    ]);
  });

  it('leaves in the queue what nobody vouches for once quarantine has enough of it', async () => {
    await start({ QUARANTINE_MAX_UNTRUSTED: '1' });
    const genuine = ingestion.signer.notification(drsMessage());
    await queue.send(JSON.stringify({ ...genuine, Message: '{}' }));
    await eventually(async () => expect(await queue.size()).toBe(0), 20_000);
    await queue.send(JSON.stringify({ ...genuine, Message: '{"a":1}' }));
    await eventually(async () => {
      await Promise.resolve();
      expect(ingestion.log.join('')).toContain('QUARANTINE_FULL');
    }, 20_000);
    expect(await queue.size()).toBe(1);
    expect(await quarantinedIn(ingestion.database)).toHaveLength(1);
    // What is genuine, and unusable, still has a place.
    const unusable = ingestion.signer.notification('no JSON');
    await queue.send(JSON.stringify(unusable));
    await eventually(async () => {
      expect(await quarantinedIn(ingestion.database)).toHaveLength(2);
    }, 20_000);
  }, 80_000);
});
