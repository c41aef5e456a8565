import { z } from 'zod';
import { newOrderId, Refill } from '../test-support/refill';
import { AwsAccount } from './test-support/aws-account';
import { type DeliveryRelay, startDeliveryRelay } from './test-support/delivery-relay';
import { startMoto } from './test-support/moto';
import { describeWithMoto } from './test-support/moto-or-reason';
import { PinnedFolder } from './test-support/pinned-folder';
import { quarantineRows } from './test-support/quarantine-rows';
import { sampleNotification } from './test-support/sample-notification';
import { type SnsHost, startSnsHost } from './test-support/sns-host';
import { StartedParts } from './test-support/started-parts';
import { subscriptionConfirmation } from './test-support/subscription-confirmation';

const envelopeSchema = z.record(z.string(), z.unknown());

/** One character of the signature is another. */
const otherSignature = (signature: unknown): string => {
  const text = z.string().parse(signature);
  return `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
};

const laterBy = (timestamp: unknown, ms: number): string =>
  new Date(Date.parse(z.string().parse(timestamp)) + ms).toISOString();

describeWithMoto('SNS over HTTP, signed by moto', (program) => {
  const started = new StartedParts();
  let aws: AwsAccount;
  let host: SnsHost;
  let folder: PinnedFolder;
  let relay: DeliveryRelay;
  let topic: string;
  let foreignTopic: string;
  let unknownTopic: string;
  let refill: Refill;

  beforeAll(async () => {
    const { endpoint } = started.keep(await startMoto(program));
    aws = started.keep(new AwsAccount(endpoint));
    host = started.keep(await startSnsHost(endpoint, aws.region));
    folder = started.keep(await PinnedFolder.create());
    topic = await aws.createTopic('drs');
    foreignTopic = await aws.createTopic('not-ours');
    unknownTopic = topic.replace(/drs$/, 'deleted-at-sns');
    refill = started.keep(
      await Refill.start({
        AWS_ENDPOINT_URL: host.url,
        SNS_TOPIC_ARNS: [topic, unknownTopic].join(','),
        SNS_CERTIFICATE_DIR: folder.path,
      }),
    );
    relay = started.keep(
      await startDeliveryRelay(`${refill.service('ingestion').url}/sns`, (body) =>
        folder.pin(body, host),
      ),
    );
    await aws.subscribe(topic, relay.url);
    await aws.subscribe(foreignTopic, relay.url);
  }, 120_000);

  afterAll(async () => {
    await started.stop();
  });

  /** What moto would have delivered of an order's placement, and did not. */
  const heldPlacement = async (orderId: string): Promise<string> => {
    const [body] = await relay.hold(() =>
      aws.publish(topic, sampleNotification('2.0', 'placed', orderId)),
    );
    if (body === undefined) throw new Error('moto delivered nothing');
    return body;
  };

  /** moto delivers before it answers that something is published. */
  const lastStatus = (): number | null | undefined => relay.deliveries.at(-1)?.status;

  it.each(['1.0', '2.0'] as const)('takes an order of version %s to its end', async (version) => {
    const orderId = newOrderId();
    await aws.publish(topic, sampleNotification(version, 'placed', orderId));
    expect(lastStatus()).toBe(200);
    await refill.eventOf(orderId, 'order-placed');
    await aws.publish(topic, sampleNotification(version, 'shipped', orderId));
    expect(lastStatus()).toBe(200);
    await refill.orderWith(orderId, 'shipped');
    expect(await refill.eventOf(orderId, 'item-shipped')).toContain('order-placed');
    expect(await quarantineRows(refill, orderId)).toEqual([]);
  });

  it('answers 200 to what is published or delivered again, which has no second effect', async () => {
    const orderId = newOrderId();
    const placed = sampleNotification('2.0', 'placed', orderId);
    const shipped = sampleNotification('2.0', 'shipped', orderId);
    const before = relay.deliveries.length;
    for (const publication of [placed, placed, shipped, shipped]) {
      await aws.publish(topic, publication);
    }
    for (const { body } of relay.deliveries.slice(before)) {
      expect(await refill.post(body)).toBe(200);
    }
    expect(relay.deliveries.slice(before).map(({ status }) => status)).toEqual([
      200, 200, 200, 200,
    ]);
    await refill.orderWith(orderId, 'shipped');
    const types = await refill.eventOf(orderId, 'item-shipped');
    expect(types.filter((type) => type === 'order-placed')).toHaveLength(1);
    expect(types.filter((type) => type === 'item-shipped')).toHaveLength(1);
    expect(types).not.toContain('late-notification');
  });

  it('keeps what is genuine and no notification of DRS in quarantine', async () => {
    await aws.publish(topic, { message: 'genuine, but of no use', version: '2.0' });
    expect(lastStatus()).toBe(200);
    const [row] = await quarantineRows(refill, 'genuine, but of no use');
    expect(row).toMatchObject({ transport: 'https', reason: 'DRS_NOT_JSON' });
  });

  it.each<[string, (genuine: Record<string, unknown>) => Record<string, unknown>]>([
    ['another Message', () => ({ Message: sampleNotification('1.0', 'placed', 'forged').message })],
    ['another MessageId', () => ({ MessageId: '00000000-0000-4000-8000-000000000000' })],
    ['a later Timestamp', ({ Timestamp }) => ({ Timestamp: laterBy(Timestamp, 1_000) })],
    ['another topic of ours', () => ({ TopicArn: unknownTopic })],
    ['a Subject', () => ({ Subject: 'added' })],
    [
      'another Type',
      () => ({ Type: 'UnsubscribeConfirmation', Token: 'x', SubscribeURL: 'https://example.com' }),
    ],
    ['SignatureVersion 1', () => ({ SignatureVersion: '1' })],
    ['SignatureVersion 3', () => ({ SignatureVersion: '3' })],
    ['another Signature', ({ Signature }) => ({ Signature: otherSignature(Signature) })],
    [
      'a certificate from another host',
      ({ SigningCertURL }) => ({
        SigningCertURL: z.string().parse(SigningCertURL).replace('sns.', 'sns-'),
      }),
    ],
    [
      'a certificate URL with a query',
      ({ SigningCertURL }) => ({ SigningCertURL: `${z.string().parse(SigningCertURL)}?x=.pem` }),
    ],
  ])('answers 403 to a copy with %s, and 200 to the original', async (_what, change) => {
    const orderId = newOrderId();
    const original = await heldPlacement(orderId);
    await folder.pin(original, host);
    const genuine = envelopeSchema.parse(JSON.parse(original));
    expect(await refill.post(JSON.stringify({ ...genuine, ...change(genuine) }))).toBe(403);
    expect(await refill.order(orderId)).toBeNull();
    expect(await refill.post(original)).toBe(200);
    await refill.orderWith(orderId, 'placed');
    expect(await quarantineRows(refill, orderId)).toEqual([]);
  });

  it('takes a copy that differs in what SNS does not sign', async () => {
    const orderId = newOrderId();
    const original = await heldPlacement(orderId);
    await folder.pin(original, host);
    const genuine = envelopeSchema.parse(JSON.parse(original));
    const copy = {
      ...genuine,
      MessageAttributes: { version: { Type: 'String', Value: '1.0' } },
      UnsubscribeURL: 'https://example.com/',
    };
    expect(await refill.post(JSON.stringify(copy, null, 2))).toBe(200);
    await refill.orderWith(orderId, 'placed');
  });

  it('answers 403 to a genuine message of a topic that is not ours', async () => {
    const orderId = newOrderId();
    await aws.publish(foreignTopic, sampleNotification('2.0', 'placed', orderId));
    expect(lastStatus()).toBe(403);
    expect(await refill.order(orderId)).toBeNull();
  });

  it('answers 403 to a message with a Subject, which moto leaves out of what it signs', async () => {
    const orderId = newOrderId();
    const placed = sampleNotification('2.0', 'placed', orderId);
    await aws.publish(topic, { ...placed, subject: 'Order placed' });
    expect(lastStatus()).toBe(403);
    expect(await refill.order(orderId)).toBeNull();
  });

  it('answers 503 as long as the certificate is not to be had', async () => {
    const orderId = newOrderId();
    const body = await heldPlacement(orderId);
    expect(await refill.post(body)).toBe(503);
    await folder.pin(body, host);
    expect(await refill.post(body)).toBe(200);
    await refill.orderWith(orderId, 'placed');
  });

  // moto subscribes HTTP endpoints without asking them: so the question is ours, the answer goes to moto.
  describe('a SubscriptionConfirmation', () => {
    const confirm = async (topicArn: string, token: string): Promise<number> => {
      const question = await subscriptionConfirmation({
        topicArn,
        region: aws.region,
        token,
        subscribeUrl: `${host.url}/subscribe-url`,
      });
      await folder.write(question.signingCertUrl, question.certificatePem);
      return await refill.post(question.body);
    };

    it("is confirmed by ConfirmSubscription, which moto's SNS understands", async () => {
      expect(await confirm(topic, 'token of the topic')).toBe(200);
      const [asked, ...more] = host.asked.slice(-1);
      expect(more).toEqual([]);
      expect(Object.fromEntries(new URL(asked ?? '', host.url).searchParams)).toEqual({
        Action: 'ConfirmSubscription',
        TopicArn: topic,
        Token: 'token of the topic',
      });
    });

    it('is answered 503 when moto knows no such topic', async () => {
      expect(await confirm(unknownTopic, 'token of no topic')).toBe(503);
      expect(host.asked.at(-1)).toContain('deleted-at-sns');
    });

    it('never has its SubscribeURL fetched', async () => {
      await confirm(topic, 'another token');
      expect(host.asked.filter((url) => url.includes('subscribe-url'))).toEqual([]);
    });
  });

  it('lets nothing forged reach Temporal', async () => {
    const handle = refill.temporal.client.workflow.getHandle('order:forged');
    await expect(handle.describe()).rejects.toThrow(/not found/i);
    expect(await refill.order('forged')).toBeNull();
  });
});
