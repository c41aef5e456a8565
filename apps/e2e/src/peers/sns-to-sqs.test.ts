import { newOrderId, Refill } from '../test-support/refill';
import { until } from '../test-support/until';
import { AwsAccount, type Queue } from './test-support/aws-account';
import { startFauxqs } from './test-support/fauxqs';
import { quarantineRows } from './test-support/quarantine-rows';
import { sampleNotification } from './test-support/sample-notification';
import { StartedParts } from './test-support/started-parts';

const MISMATCHES = 'refill_version_attribute_mismatch_total{';

describe('SNS to SQS by fauxqs', () => {
  const started = new StartedParts();
  let aws: AwsAccount;
  let queue: Queue;
  /** Three topics over one queue: raw delivery, envelopes, and envelopes of a topic that is not ours. */
  let rawTopic: string;
  let envelopeTopic: string;
  let foreignTopic: string;
  let refill: Refill;

  beforeAll(async () => {
    const { endpoint } = started.keep(await startFauxqs());
    aws = started.keep(new AwsAccount(endpoint));
    queue = await aws.createQueue('drs');
    rawTopic = await aws.createTopic('drs-raw');
    envelopeTopic = await aws.createTopic('drs-envelopes');
    foreignTopic = await aws.createTopic('not-ours');
    await aws.subscribe(rawTopic, queue, {
      RawMessageDelivery: 'true',
      FilterPolicy: JSON.stringify({ version: ['1.0', '2.0'] }),
    });
    await aws.subscribe(envelopeTopic, queue);
    await aws.subscribe(foreignTopic, queue);
    refill = started.keep(
      await Refill.start({
        ...aws.environment,
        SNS_TOPIC_ARNS: envelopeTopic,
        SQS_QUEUE_URL: queue.url,
      }),
    );
  }, 120_000);

  afterAll(async () => {
    await started.stop();
  });

  const queueIsEmpty = async (): Promise<void> => {
    await until(
      () => aws.size(queue),
      (size) => size === 0,
    );
  };

  const knownToTemporal = async (orderId: string): Promise<boolean> => {
    const handle = refill.temporal.client.workflow.getHandle(`order:${orderId}`);
    return await handle.describe().then(
      () => true,
      () => false,
    );
  };

  it.each(['1.0', '2.0'] as const)(
    'takes an order of version %s to its end by raw delivery',
    async (version) => {
      const orderId = newOrderId();
      await aws.publish(rawTopic, sampleNotification(version, 'placed', orderId));
      await refill.eventOf(orderId, 'order-placed');
      await aws.publish(rawTopic, sampleNotification(version, 'shipped', orderId));
      await refill.orderWith(orderId, 'shipped');
      expect(await refill.eventOf(orderId, 'item-shipped')).toContain('order-placed');
      await queueIsEmpty();
      expect(await quarantineRows(refill, orderId)).toEqual([]);
    },
  );

  it('cancels an order by raw delivery', async () => {
    const orderId = newOrderId();
    await aws.publish(rawTopic, sampleNotification('2.0', 'placed', orderId));
    await refill.orderWith(orderId, 'placed');
    await aws.publish(rawTopic, sampleNotification('1.0', 'cancelled', orderId));
    const order = await refill.orderWith(orderId, 'cancelled');
    expect(order.cancellationReason).toBe('customer');
  });

  it('gets what the filter policy on the version attribute lets through, nothing else', async () => {
    const filtered = newOrderId();
    const orderId = newOrderId();
    const { message } = sampleNotification('2.0', 'placed', filtered);
    await aws.publish(rawTopic, { message, version: '3.0' });
    await aws.publish(rawTopic, { message });
    await aws.publish(rawTopic, sampleNotification('2.0', 'placed', orderId));
    await refill.orderWith(orderId, 'placed');
    await queueIsEmpty();
    expect(await refill.order(filtered)).toBeNull();
  });

  it('lets a notification that is published three times have one effect', async () => {
    const orderId = newOrderId();
    const placed = sampleNotification('2.0', 'placed', orderId);
    const shipped = sampleNotification('2.0', 'shipped', orderId);
    for (const publication of [placed, placed, shipped, placed, shipped]) {
      await aws.publish(rawTopic, publication);
    }
    await refill.orderWith(orderId, 'shipped');
    await queueIsEmpty();
    const types = await refill.eventOf(orderId, 'item-shipped');
    expect(types.filter((type) => type === 'order-placed')).toHaveLength(1);
    expect(types.filter((type) => type === 'item-shipped')).toHaveLength(1);
    expect(types).not.toContain('late-notification');
  });

  it('counts a version attribute that the body contradicts, and goes by the body', async () => {
    const orderId = newOrderId();
    const { message } = sampleNotification('1.0', 'placed', orderId);
    await aws.publish(rawTopic, { message, version: '2.0' });
    await refill.orderWith(orderId, 'placed');
    const metrics = await fetch(`${refill.service('ingestion').url}/metrics`);
    const lines = (await metrics.text()).split('\n');
    expect(lines.filter((line) => line.startsWith(MISMATCHES))).toEqual([
      expect.stringMatching(/body="1\.0",attribute="2\.0".* 1$/),
    ]);
  });

  // fauxqs does not sign: it writes EXAMPLE, a certificate that no SNS has, and `Subject: null`, which AWS leaves out.
  it.each([
    ['with a null Subject', 'ours', undefined, 'SNS_INVALID_ENVELOPE'],
    ['with a certificate that SNS can not have', 'ours', 'subject', 'SNS_CERTIFICATE_URL'],
    ['of a topic that is not ours', 'foreign', 'subject', 'SNS_TOPIC_NOT_ALLOWED'],
  ])('keeps an unsigned envelope %s in quarantine', async (_which, whose, subject, reason) => {
    const orderId = newOrderId();
    const topic = whose === 'ours' ? envelopeTopic : foreignTopic;
    await aws.publish(topic, {
      ...sampleNotification('2.0', 'placed', orderId),
      ...(subject === undefined ? {} : { subject }),
    });
    const [row] = await until(
      () => quarantineRows(refill, orderId),
      (rows) => rows.length === 1,
    );
    expect(row).toMatchObject({ transport: 'sqs', reason });
    await queueIsEmpty();
    expect(await refill.order(orderId)).toBeNull();
    expect(await knownToTemporal(orderId)).toBe(false);
  });

  it('does not take an envelope for a notification because it came by raw delivery', async () => {
    const orderId = newOrderId();
    const { message } = sampleNotification('2.0', 'placed', orderId);
    const forged = JSON.stringify({
      Type: 'Notification',
      TopicArn: envelopeTopic,
      Message: message,
    });
    await aws.publish(rawTopic, { message: forged, version: '2.0' });
    const [row] = await until(
      () => quarantineRows(refill, orderId),
      (rows) => rows.length === 1,
    );
    expect(row).toMatchObject({ reason: 'SNS_INVALID_ENVELOPE', body: forged });
    expect(await knownToTemporal(orderId)).toBe(false);
  });

  it.each([
    ['no JSON', 'poison \u{1f9ea} <xml/>', 'DRS_NOT_JSON'],
    ['no notification', '{"poison": "no notification"}', 'DRS_INVALID'],
    ['far too much', `{"poison": "${'x'.repeat(200_000)}"}`, 'DRS_INVALID'],
  ])(
    'takes poison (%s) out of the queue and into quarantine, and goes on',
    async (_what, poison, reason) => {
      const orderId = newOrderId();
      await aws.publish(rawTopic, { message: poison, version: '2.0' });
      await aws.publish(rawTopic, sampleNotification('1.0', 'placed', orderId));
      const [row] = await until(
        () => quarantineRows(refill, poison),
        (rows) => rows.length === 1,
      );
      expect(row).toMatchObject({ transport: 'sqs', reason, body: poison });
      await refill.orderWith(orderId, 'placed');
      await queueIsEmpty();
    },
  );
});
