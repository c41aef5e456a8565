import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { quarantinedIn } from './test-support/stored-rows';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';
import { startTestQueue, type TestQueue } from './test-support/test-queue';

let queue: TestQueue;
let ingestion: TestIngestion;

beforeAll(async () => {
  queue = await startTestQueue();
  ingestion = await startTestIngestion({
    SQS_QUEUE_URL: queue.url,
    AWS_ENDPOINT_URL: queue.endpoint,
    SQS_VISIBILITY_TIMEOUT: '2s',
  });
});
afterAll(async () => {
  try {
    await ingestion.stop();
  } finally {
    await queue.stop();
  }
}, 30_000);

const emptied = async (): Promise<void> => {
  await eventually(async () => expect(await queue.size()).toBe(0), 20_000);
};
const reasonOf = async (messageId: string): Promise<string | undefined> =>
  (await quarantinedIn(ingestion.database)).find((row) => row.message_id === messageId)
    ?.reason_code;

describe('from SQS', () => {
  it('an envelope is verified, taken and deleted', async () => {
    const message = drsMessage();
    await queue.send(JSON.stringify(ingestion.signer.notification(message)));
    await emptied();
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
  });

  it('an envelope of any age is taken', async () => {
    const message = drsMessage();
    const Timestamp = '2020-01-01T00:00:00.000Z';
    await queue.send(JSON.stringify(ingestion.signer.notification(message, { Timestamp })));
    await emptied();
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
  });

  it('a raw message is taken, and its attribute compared with the body', async () => {
    const message = drsMessage();
    await queue.send(JSON.stringify(message), {
      version: { DataType: 'String', StringValue: '1.0' },
    });
    await emptied();
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    expect(await ingestion.metric('refill_version_attribute_mismatch_total{')).toEqual([
      expect.stringContaining('attribute="1.0"'),
    ]);
    expect(
      (await ingestion.metric('refill_notifications_total{')).filter((line) =>
        line.includes('transport="sqs"'),
      ),
    ).not.toEqual([]);
  });

  it('many messages are each taken on their own', async () => {
    const messages = Array.from({ length: 12 }, () => drsMessage());
    const unusable = await queue.send('no JSON');
    for (const message of messages) await queue.send(JSON.stringify(message));
    await emptied();
    for (const message of messages) {
      expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    }
    expect(await reasonOf(unusable)).toBe('DRS_NOT_JSON');
  });

  it('what is unusable goes into quarantine', async () => {
    const unknown = drsMessage({ notificationType: 'NewNotification' });
    const raw = await queue.send(JSON.stringify(unknown));
    const envelope = ingestion.signer.notification(unknown);
    await queue.send(JSON.stringify(envelope));
    await emptied();
    expect(await reasonOf(raw)).toBe('DRS_UNKNOWN_TYPE');
    expect(await reasonOf(envelope.MessageId)).toBe('DRS_UNKNOWN_TYPE');
  });

  it('what is not genuine goes into quarantine under the id of SQS', async () => {
    const message = drsMessage();
    const genuine = ingestion.signer.notification(message);
    const forged = await queue.send(JSON.stringify({ ...genuine, Message: '{}' }));
    const unsigned = await queue.send(JSON.stringify({ Type: 'Notification', Message: '{}' }));
    await emptied();
    expect(await reasonOf(forged)).toBe('SNS_BAD_SIGNATURE');
    expect(await reasonOf(unsigned)).toBe('SNS_INVALID_ENVELOPE');
    expect(await reasonOf(genuine.MessageId)).toBeUndefined();
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toEqual([]);
  });

  it('what cannot be taken now is kept in the queue', async () => {
    ingestion.temporalProxy.setMode('refuse');
    ingestion.databaseProxy.setMode('refuse');
    const message = drsMessage();
    await queue.send(JSON.stringify(message));
    await eventually(async () => {
      await Promise.resolve();
      expect(ingestion.log.join('')).toContain('message cannot be taken now');
    }, 20_000);
    expect(await queue.size()).toBe(1);

    ingestion.temporalProxy.setMode('pass');
    ingestion.databaseProxy.setMode('pass');
    await eventually(async () => expect(await queue.size()).toBe(0), 40_000);
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).not.toEqual([]);
  }, 70_000);

  it('stops soon although it waits for messages, and takes none any more', async () => {
    const startedAt = Date.now();
    await ingestion.stopService();
    expect(Date.now() - startedAt).toBeLessThan(7_000);
    await queue.send(JSON.stringify(drsMessage()));
    expect(await queue.size()).toBe(1);
  }, 20_000);
});
