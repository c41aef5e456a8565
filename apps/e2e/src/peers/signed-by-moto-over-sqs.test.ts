import { z } from 'zod';
import { newOrderId, Refill } from '../test-support/refill';
import { until } from '../test-support/until';
import { AwsAccount, type Queue } from './test-support/aws-account';
import { startMoto } from './test-support/moto';
import { describeWithMoto } from './test-support/moto-or-reason';
import { PinnedFolder } from './test-support/pinned-folder';
import { quarantineRows } from './test-support/quarantine-rows';
import { sampleNotification } from './test-support/sample-notification';
import { type SnsHost, startSnsHost } from './test-support/sns-host';
import { StartedParts } from './test-support/started-parts';

const envelopeSchema = z.looseObject({ Message: z.string() });

describeWithMoto('SNS to SQS, signed by moto', (program) => {
  const started = new StartedParts();
  const orders = {
    first: newOrderId(),
    second: newOrderId(),
    subject: newOrderId(),
    foreign: newOrderId(),
    forged: newOrderId(),
    unpinned: newOrderId(),
  };
  let aws: AwsAccount;
  let host: SnsHost;
  let folder: PinnedFolder;
  let queue: Queue;
  let unpinned: string;
  let refill: Refill;

  /** Everything is in the queue, and its certificates are pinned, before Refill looks at it. */
  beforeAll(async () => {
    const { endpoint } = started.keep(await startMoto(program));
    aws = started.keep(new AwsAccount(endpoint));
    host = started.keep(await startSnsHost(endpoint, aws.region));
    folder = started.keep(await PinnedFolder.create());
    queue = await aws.createQueue('drs');
    const topic = await aws.createTopic('drs');
    const foreignTopic = await aws.createTopic('not-ours');
    await aws.subscribe(topic, queue);
    await aws.subscribe(foreignTopic, queue);

    const placed = sampleNotification('2.0', 'placed', orders.second);
    await aws.publish(topic, sampleNotification('1.0', 'placed', orders.first));
    await aws.publish(topic, sampleNotification('1.0', 'shipped', orders.first));
    await aws.publish(topic, placed);
    await aws.publish(topic, placed);
    await aws.publish(topic, sampleNotification('2.0', 'shipped', orders.second));
    const withSubject = sampleNotification('2.0', 'placed', orders.subject);
    await aws.publish(topic, { ...withSubject, subject: 'Order placed' });
    await aws.publish(foreignTopic, sampleNotification('2.0', 'placed', orders.foreign));
    await aws.publish(topic, sampleNotification('2.0', 'placed', orders.unpinned));

    const envelopes = (await aws.receive(queue, 0)).map(({ Body }) => Body ?? '');
    expect(envelopes).toHaveLength(8);
    unpinned = envelopes.find((body) => body.includes(orders.unpinned)) ?? '';
    for (const body of envelopes) if (body !== unpinned) await folder.pin(body, host);
    const copy = envelopeSchema.parse(
      JSON.parse(envelopes.find((body) => body.includes(orders.second)) ?? ''),
    );
    copy.Message = copy.Message.replaceAll(orders.second, orders.forged);
    await aws.send(queue, JSON.stringify(copy));

    refill = started.keep(
      await Refill.start({
        ...aws.environment,
        SNS_TOPIC_ARNS: topic,
        SNS_CERTIFICATE_DIR: folder.path,
        SQS_QUEUE_URL: queue.url,
        SQS_VISIBILITY_TIMEOUT: '2s',
      }),
    );
  }, 120_000);

  afterAll(async () => {
    await started.stop();
  });

  it.each(['first', 'second'] as const)('takes the %s order to its end, once', async (which) => {
    const orderId = orders[which];
    await refill.orderWith(orderId, 'shipped');
    const types = (await refill.events(orderId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'order-placed')).toHaveLength(1);
    expect(types.filter((type) => type === 'item-shipped')).toHaveLength(1);
  });

  it.each([
    ['an altered copy', 'forged', 'SNS_BAD_SIGNATURE'],
    ['a message with a Subject, which moto does not sign', 'subject', 'SNS_BAD_SIGNATURE'],
    ['a message of a topic that is not ours', 'foreign', 'SNS_TOPIC_NOT_ALLOWED'],
  ] as const)('keeps %s in quarantine', async (_what, which, reason) => {
    const orderId = orders[which];
    const [row] = await until(
      () => quarantineRows(refill, orderId),
      (rows) => rows.length === 1,
    );
    expect(row).toMatchObject({ transport: 'sqs', reason });
    expect(await refill.order(orderId)).toBeNull();
    const handle = refill.temporal.client.workflow.getHandle(`order:${orderId}`);
    await expect(handle.describe()).rejects.toThrow(/not found/i);
  });

  it('leaves a message in the queue until its certificate is to be had', async () => {
    await until(
      () => aws.size(queue),
      (size) => size === 1,
    );
    expect(await refill.order(orders.unpinned)).toBeNull();
    expect(await quarantineRows(refill, orders.unpinned)).toEqual([]);
    await folder.pin(unpinned, host);
    await refill.orderWith(orders.unpinned, 'placed');
    await until(
      () => aws.size(queue),
      (size) => size === 0,
    );
  });
});
