import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { recordOrder } from '@refill/order-history/record-order';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { orderEventsIn, quarantinedIn } from './test-support/stored-rows';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';
import { createTestSigner } from './test-support/test-signer';

let ingestion: TestIngestion;
let awsConfirms = true;

beforeAll(async () => {
  ingestion = await startTestIngestion(
    {},
    {
      answer: (url) => {
        if (!url.includes('Action=ConfirmSubscription')) throw new TypeError('fetch failed');
        return new Response(
          '<SubscriptionArn>arn:aws:sns:eu-central-1:123456789012:drs:1</SubscriptionArn>',
          {
            status: awsConfirms ? 200 : 503,
          },
        );
      },
    },
  );
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);

describe('a good notification', () => {
  it.each([
    ['OrderPlacedNotification', 'OrderPlaced'],
    ['OrderCancelledNotification', 'OrderCancelled'],
    ['ItemShippedNotification', 'ItemShipped'],
  ])('%s is durable in Temporal as %s before the answer', async (notificationType, signal) => {
    const message = drsMessage({ notificationType });
    expect(await ingestion.deliver(ingestion.signer.notification(message))).toMatchObject({
      status: 200,
      body: { outcome: 'taken' },
    });
    const [first] = await ingestion.temporal.signalsOf(orderIdOf(message));
    expect(first).toMatchObject({
      name: signal,
      payload: {
        notificationId: message.notificationInfo.notificationId,
        occurredAt: message.notificationInfo.notificationTime,
        subject: {
          modelId: 'test-model',
          serialNumber: message.deviceInfo.deviceIdentifier.serialNumber,
          slotId: 'test-slot',
          customerId: 'amzn1.account.TEST',
        },
      },
    });
    expect(await ingestion.temporal.inputOf(orderIdOf(message))).toMatchObject({
      orderId: orderIdOf(message),
      windows: DEFAULT_ORDER_WINDOWS,
      emailLocalFirst: true,
    });
  });

  it('is answered 200 when it comes twice, or out of order', async () => {
    const shipped = drsMessage({ notificationType: 'ItemShippedNotification' });
    const instanceId = orderIdOf(shipped);
    const placed = drsMessage({ instanceId, notificationTime: '2029-01-01T00:00:00.000Z' });
    for (const message of [shipped, placed, placed]) {
      expect((await ingestion.deliver(ingestion.signer.notification(message))).status).toBe(200);
    }
    const signals = await ingestion.temporal.signalsOf(instanceId);
    expect(signals.map(({ name }) => name)).toEqual(['ItemShipped', 'OrderPlaced', 'OrderPlaced']);
  });

  it('for a closed order lands in its history as late, once', async () => {
    const message = drsMessage();
    const orderId = orderIdOf(message);
    await ingestion.deliver(ingestion.signer.notification(message));
    await ingestion.temporal.endOrder(orderId);
    await recordOrder(
      ingestion.database.db,
      testRecord(testSnapshot({ orderId, status: 'expired' })),
    );
    const late = drsMessage({ notificationType: 'ItemShippedNotification', instanceId: orderId });
    for (const delivery of [late, late]) {
      expect(await ingestion.deliver(ingestion.signer.notification(delivery))).toMatchObject({
        status: 200,
        body: { outcome: 'taken' },
      });
    }
    expect(await orderEventsIn(ingestion.database, orderId)).toEqual([
      { type: 'late-notification', notification_id: late.notificationInfo.notificationId },
    ]);
  });

  it('for a closed order of which the history knows nothing goes into quarantine', async () => {
    const message = drsMessage();
    await ingestion.deliver(ingestion.signer.notification(message));
    await ingestion.temporal.endOrder(orderIdOf(message));
    const envelope = ingestion.signer.notification(message);
    expect(await ingestion.deliver(envelope)).toMatchObject({
      status: 200,
      body: { outcome: 'quarantined' },
    });
    expect(await quarantinedIn(ingestion.database)).toContainEqual(
      expect.objectContaining({
        message_id: envelope.MessageId,
        reason_code: 'ORDER_CLOSED_UNKNOWN',
      }),
    );
  });

  it.each(['application/json', 'text/plain; charset=UTF-8', 'application/octet-stream'])(
    'may come as %s',
    async (contentType) => {
      const envelope = ingestion.signer.notification(drsMessage());
      const headers = { 'content-type': contentType };
      expect((await ingestion.deliver(envelope, headers)).status).toBe(200);
    },
  );
});

describe('a notification about a device', () => {
  it.each([
    ['DeviceRegisteredNotification', 'DeviceRegistered'],
    ['SubscriptionChangedNotification', 'SubscriptionChanged'],
    ['DeviceDeregisteredNotification', 'DeviceDeregistered'],
  ])('%s goes to the workflow of its device', async (notificationType, name) => {
    const message = drsMessage({ notificationType });
    const answer = await ingestion.deliver(ingestion.signer.notification(message));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'taken' } });
    const { serialNumber } = message.deviceInfo.deviceIdentifier;
    expect(await ingestion.temporal.signalsOfDevice(serialNumber)).toMatchObject([
      { name, payload: { notificationId: message.notificationInfo.notificationId } },
    ]);
  });

  it('starts its workflow with the windows of the configuration', async () => {
    const message = drsMessage({ notificationType: 'DeviceRegisteredNotification' });
    await ingestion.deliver(ingestion.signer.notification(message));
    const { serialNumber } = message.deviceInfo.deviceIdentifier;
    expect(await ingestion.temporal.inputOfDevice(serialNumber)).toEqual({
      device: { modelId: 'test-model', serialNumber },
      windows: DEFAULT_DEVICE_WINDOWS,
      emailLocalFirst: true,
      timerKept: true,
    });
  });
});

describe('what is genuine, but cannot be used', () => {
  it.each([
    ['DRS_NOT_JSON', 'no JSON at all \u0000 with a NUL'],
    ['DRS_UNKNOWN_TYPE', JSON.stringify(drsMessage({ notificationType: 'NewNotification' }))],
    ['DRS_INVALID', JSON.stringify({ ...drsMessage(), orderInfo: { slotId: 'slot' } })],
  ])('%s is answered 200 and put into quarantine, once', async (code, message) => {
    const envelope = ingestion.signer.notification(message);
    const body = JSON.stringify(envelope);
    const headers = { 'x-amz-sns-message-type': 'Notification', authorization: 'Basic c2VjcmV0' };
    for (const delivery of [body, body]) {
      expect(await ingestion.deliver(delivery, headers)).toMatchObject({
        status: 200,
        body: { outcome: 'quarantined' },
      });
    }
    const rows = (await quarantinedIn(ingestion.database)).filter(
      (row) => row.message_id === envelope.MessageId,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ reason_code: code, transport: 'https', body });
    expect(rows[0]?.headers).toMatchObject({ 'x-amz-sns-message-type': 'Notification' });
    expect(JSON.stringify(rows[0]?.headers)).not.toContain('c2VjcmV0');
    expect(rows[0]?.detail).not.toBe('');
  });

  it('too old is answered 200 and put into quarantine', async () => {
    const Timestamp = new Date(Date.now() - 76 * 60_000).toISOString();
    const message = drsMessage();
    const envelope = ingestion.signer.notification(message, { Timestamp });
    expect((await ingestion.deliver(envelope)).status).toBe(200);
    expect(await quarantinedIn(ingestion.database)).toContainEqual(
      expect.objectContaining({ message_id: envelope.MessageId, reason_code: 'SNS_TOO_OLD' }),
    );
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toEqual([]);
  });
});

describe('what cannot be genuine', () => {
  it('is refused, not stored, counted, and logged without a word of it', async () => {
    const before = await quarantinedIn(ingestion.database);
    const message = drsMessage();
    const genuine = ingestion.signer.notification(message);
    const foreign = 'https://sns.eu-central-1.amazonaws.com.example.org';
    const certificate = `${foreign}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`;
    const cases = [
      ['SNS_BAD_SIGNATURE', { ...genuine, Message: `${genuine.Message} ` }],
      ['SNS_CERTIFICATE_URL', { ...genuine, SigningCertURL: certificate }],
      [
        'SNS_TOPIC_NOT_ALLOWED',
        ingestion.signer.notification(message, {
          TopicArn: 'arn:aws:sns:eu-central-1:123456789012:other',
        }),
      ],
    ] as const;
    for (const [code, envelope] of cases) {
      expect(await ingestion.deliver(envelope)).toMatchObject({ status: 403, body: { code } });
      expect((await ingestion.metric('refill_untrusted_total')).join()).toContain(code);
      expect(ingestion.log.join('')).toContain(code);
    }
    const { notificationId } = message.notificationInfo;
    expect(ingestion.log.join('')).not.toContain(notificationId);
    expect(ingestion.log.join('')).not.toContain(genuine.MessageId);
    expect(await quarantinedIn(ingestion.database)).toEqual(before);
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toEqual([]);
  });

  it('signed by another key under a pinned name is refused', async () => {
    const other = await createTestSigner();
    const answer = await ingestion.deliver(other.notification(drsMessage()));
    await other.remove();
    expect(answer).toMatchObject({ status: 403, body: { code: 'SNS_BAD_SIGNATURE' } });
  });

  it('raw delivery is refused and explained', async () => {
    const headers = { 'x-amz-sns-rawdelivery': 'true' };
    expect(await ingestion.deliver(drsMessage(), headers)).toMatchObject({
      status: 403,
      body: { code: 'SNS_RAW_DELIVERY', detail: expect.stringContaining('RawMessageDelivery') },
    });
    expect(await ingestion.deliver(drsMessage())).toMatchObject({
      status: 400,
      body: { code: 'SNS_INVALID_ENVELOPE', detail: expect.stringContaining('Raw message') },
    });
  });
});

describe('what is refused', () => {
  const counted = async (metric: string, label: string): Promise<number> => {
    const lines = await ingestion.metric(`${metric}{`);
    return Number(
      lines
        .find((line) => line.includes(label))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  };

  it.each([
    ['SNS_NOT_JSON', 'malformed', 'hello', {}],
    ['BODY_NOT_UTF8', 'malformed', new Uint8Array([0xff]), {}],
    ['SNS_RAW_DELIVERY', 'untrusted', '{}', { 'x-amz-sns-rawdelivery': 'true' }],
  ] as const)(
    '%s is counted once as %s, and as a notification',
    async (code, kind, body, headers) => {
      const other = kind === 'malformed' ? 'untrusted' : 'malformed';
      const before = await counted(`refill_${kind}_total`, code);
      const notifications = await counted('refill_notifications_total', `outcome="${kind}"`);
      await ingestion.deliver(body, headers);
      expect(await counted(`refill_${kind}_total`, code)).toBe(before + 1);
      expect(await counted(`refill_${other}_total`, code)).toBe(0);
      expect(await counted('refill_notifications_total', `outcome="${kind}"`)).toBe(
        notifications + 1,
      );
    },
  );
});

describe('a malformed request', () => {
  it.each([
    ['empty', '', 'SNS_NOT_JSON'],
    ['no JSON', 'hello', 'SNS_NOT_JSON'],
    ['an array', '[]', 'SNS_INVALID_ENVELOPE'],
    ['no envelope', '{}', 'SNS_INVALID_ENVELOPE'],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'BODY_NOT_UTF8'],
  ])('%s is answered 400 as a problem', async (_name, body, code) => {
    const answer = await ingestion.deliver(body);
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('over 2 MiB is answered 413', async () => {
    expect((await ingestion.deliver('x'.repeat(2 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await ingestion.deliver('x'.repeat(2 * 1024 * 1024))).status).toBe(400);
  });

  it.each(['GET', 'PUT', 'DELETE'])('%s is answered 405', async (method) => {
    const response = await fetch(`${ingestion.url}/sns`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('a subscription', () => {
  it('of an allowed topic is confirmed at AWS, never at SubscribeURL', async () => {
    const envelope = ingestion.signer.confirmation('SubscriptionConfirmation');
    expect(await ingestion.deliver(envelope)).toMatchObject({
      status: 200,
      body: { outcome: 'confirmed' },
    });
    const asked = ingestion.fetched.filter((url) => url.includes('ConfirmSubscription'));
    expect(asked).toEqual([
      expect.stringMatching(/^https:\/\/sns\.eu-central-1\.amazonaws\.com\//),
    ]);
    expect(asked[0]).toContain('Token=test-token');
    expect(ingestion.fetched.join()).not.toContain('never-fetched');
  });

  it('is answered 503 while AWS does not confirm', async () => {
    awsConfirms = false;
    const envelope = ingestion.signer.confirmation('SubscriptionConfirmation');
    expect(await ingestion.deliver(envelope)).toMatchObject({
      status: 503,
      body: { code: 'SNS_CONFIRM_UNAVAILABLE' },
    });
    awsConfirms = true;
  });

  it('of another topic, or with a bad signature, is not confirmed', async () => {
    const fetched = ingestion.fetched.length;
    const genuine = ingestion.signer.confirmation('SubscriptionConfirmation');
    const TopicArn = 'arn:aws:sns:eu-central-1:123456789012:other';
    const foreign = ingestion.signer.confirmation('SubscriptionConfirmation', { TopicArn });
    for (const envelope of [foreign, { ...genuine, Token: 'another' }]) {
      expect((await ingestion.deliver(envelope)).status).toBe(403);
    }
    expect(ingestion.fetched).toHaveLength(fetched);
  });

  it('that ended is answered 200, counted and warned of', async () => {
    const envelope = ingestion.signer.confirmation('UnsubscribeConfirmation');
    expect((await ingestion.deliver(envelope)).status).toBe(200);
    expect(await ingestion.metric('refill_unsubscribed_total{')).toEqual([
      expect.stringMatching(/ 1$/),
    ]);
    expect(ingestion.log.filter((line) => line.includes('unsubscribed from the topic'))).toEqual([
      expect.stringContaining('"level":"warn"'),
    ]);
  });
});

describe('the certificate', () => {
  it('that is not to be had is answered 503 within 8 s', async () => {
    const name = 'SimpleNotificationService-ffffffffffffffffffffffffffffffff.pem';
    const SigningCertURL = `https://sns.eu-central-1.amazonaws.com/${name}`;
    const envelope = ingestion.signer.notification(drsMessage(), { SigningCertURL });
    const startedAt = Date.now();
    const answer = await ingestion.deliver(envelope);
    expect(answer).toMatchObject({ status: 503, body: { code: 'SNS_CERTIFICATE_UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });
});

describe('the version attribute', () => {
  it.each([
    [{ Type: 'String', Value: '1.0' }, true],
    [{ type: 'String', Value: 1 }, true],
    [{ Type: 'String', Value: '2.0' }, false],
    ['garbage', false],
  ])('%j is compared with the body, never trusted', async (version, disagrees) => {
    const counted = async (): Promise<number> => {
      const lines = await ingestion.metric('refill_version_attribute_mismatch_total{');
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    };
    const before = await counted();
    const message = drsMessage();
    const envelope = ingestion.signer.notification(message, { MessageAttributes: { version } });
    expect((await ingestion.deliver(envelope)).status).toBe(200);
    expect(await counted()).toBe(before + (disagrees ? 1 : 0));
    const [signal] = await ingestion.temporal.signalsOf(orderIdOf(message));
    expect(signal?.payload).toMatchObject({ items: [{ asin: 'TESTASIN' }] });
  });
});

describe('the metrics', () => {
  it('count notifications by transport, type, version and outcome', async () => {
    await ingestion.deliver(ingestion.signer.notification(drsMessage()));
    const [line] = (await ingestion.metric('refill_notifications_total')).filter((counted) =>
      /type="OrderPlacedNotification",version="2.0",outcome="taken"/.test(counted),
    );
    expect(line).toContain('transport="https"');
    expect(await ingestion.metric('refill_notification_duration_seconds_count')).toContainEqual(
      expect.stringMatching(/type="OrderPlacedNotification",outcome="taken"/),
    );
    expect(await ingestion.metric('refill_deferred_backlog{')).toHaveLength(1);
    expect(await ingestion.metric('refill_notification_duration_seconds_count')).not.toEqual([]);
  });
});
