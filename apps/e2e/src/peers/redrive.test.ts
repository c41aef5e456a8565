import { newOrderId, Refill } from '../test-support/refill';
import { until } from '../test-support/until';
import { AwsAccount, type Queue } from './test-support/aws-account';
import { startFauxqs } from './test-support/fauxqs';
import { quarantineRows } from './test-support/quarantine-rows';
import { sampleNotification } from './test-support/sample-notification';
import { StartedParts } from './test-support/started-parts';
import { startStrandedIngestion } from './test-support/stranded-ingestion';

const MAX_RECEIVE_COUNT = 3;
const POISON = 'poison that waited in the dead-letter queue';

describe('SQS redrive by fauxqs', () => {
  const started = new StartedParts();
  let aws: AwsAccount;
  let topic: string;
  let queue: Queue;
  let deadLetters: Queue;

  beforeAll(async () => {
    const { endpoint } = started.keep(await startFauxqs());
    aws = started.keep(new AwsAccount(endpoint));
    deadLetters = await aws.createQueue('drs-dead-letters');
    queue = await aws.createQueue('drs', {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: MAX_RECEIVE_COUNT,
      }),
    });
    topic = await aws.createTopic('drs');
    await aws.subscribe(topic, queue, { RawMessageDelivery: 'true' });
  });

  afterAll(async () => {
    await started.stop();
  });

  it('leaves to SQS what it cannot take, and takes it when it comes again', async () => {
    const orderId = newOrderId();
    const published = [
      sampleNotification('2.0', 'placed', orderId),
      sampleNotification('2.0', 'shipped', orderId),
      { message: POISON },
    ];
    for (const publication of published) await aws.publish(topic, publication);

    // Neither PostgreSQL nor Temporal: every message stays, until SQS itself gives it up.
    const stranded = started.keep(
      await startStrandedIngestion({
        ...aws.environment,
        SQS_QUEUE_URL: queue.url,
        SQS_VISIBILITY_TIMEOUT: '2s',
      }),
    );
    // The two are asked one after the other: a message may move in between.
    await until(
      async () => [await aws.size(queue), await aws.size(deadLetters)],
      ([waiting, dead]) => waiting === 0 && dead === published.length,
      75_000,
    );
    expect(await stranded.readiness()).toBe(503);
    expect(await stranded.end()).toBe(0);

    // All is well again: the operator redrives.
    const refill = started.keep(
      await Refill.start({ ...aws.environment, SQS_QUEUE_URL: queue.url }),
    );
    expect(await refill.order(orderId)).toBeNull();
    const dead = await aws.receive(deadLetters, 30);
    expect(dead.map(({ Body }) => Body).sort()).toEqual(
      published.map(({ message }) => message).sort(),
    );
    for (const message of dead) await aws.move(message, deadLetters, queue);

    await refill.orderWith(orderId, 'shipped');
    const types = (await refill.events(orderId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'order-placed')).toHaveLength(1);
    expect(types.filter((type) => type === 'item-shipped')).toHaveLength(1);
    const [poison] = await until(
      () => quarantineRows(refill, POISON),
      (rows) => rows.length === 1,
    );
    expect(poison).toMatchObject({ transport: 'sqs', reason: 'DRS_NOT_JSON' });
    await until(
      async () => [await aws.size(queue), await aws.size(deadLetters)],
      ([waiting, given]) => waiting === 0 && given === 0,
    );
  }, 150_000);
});
