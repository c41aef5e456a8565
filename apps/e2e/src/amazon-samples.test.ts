import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { TOPIC_ARN } from './test-support/amazon';
import { ROOT } from './test-support/child-service';
import { Refill } from './test-support/refill';

const AWS_SIGNED = path.join(ROOT, 'libs/sns/fixtures/aws-signed');
const SAMPLES = path.join(ROOT, 'libs/drs-notifications/fixtures/samples');
const AWS_TOPIC_ARN = 'arn:aws:sns:us-east-2:989023162453:sampletopic';
const certificate = 'SimpleNotificationService-ac565b8b1a6c5d002d285f9598aa1d9b.pem';
const sampleSchema = z.object({ Message: z.record(z.string(), z.unknown()) });

describe('Amazon’s samples of device notifications, and what AWS really signed', () => {
  let refill: Refill;
  beforeAll(async () => {
    refill = await Refill.start({
      SNS_TOPIC_ARNS: `${TOPIC_ARN},${AWS_TOPIC_ARN}`,
      SNS_MAX_AGE: 'off',
    });
    await cp(
      path.join(AWS_SIGNED, certificate),
      path.join(refill.amazon.certificateDirectory, certificate),
    );
  }, 120_000);
  afterAll(async () => {
    await refill.stop();
  });

  const postSigned = async (name: string): Promise<number> =>
    await refill.post(await readFile(path.join(AWS_SIGNED, `${name}.json`), 'utf8'));
  const postSample = async (name: string, from = '', to = ''): Promise<number> => {
    const text = await readFile(path.join(SAMPLES, `${name}.json`), 'utf8');
    const { Message } = sampleSchema.parse(JSON.parse(text.replaceAll(from, to)));
    return await refill.post(refill.amazon.envelope(JSON.stringify(Message)));
  };

  it('lives the life that AWS signed, in the order in which it came', async () => {
    const modelId = 'Testing_DRS_Testing';
    expect(await postSigned('device-registered')).toBe(200);
    await refill.deviceThat('1122334455', ({ status }) => status === 'registered', modelId);
    expect(await postSigned('subscription-changed')).toBe(200);
    const subscribed = await refill.deviceThat(
      '1122334455',
      ({ status }) => status === 'subscribed',
      modelId,
    );
    expect(subscribed.slots).toMatchObject([
      {
        slotId: 'slot-fake-slot',
        subscribed: true,
        products: [{ asin: 'FAKEASIN', quantity: 24, unit: 'pounds' }],
      },
    ]);
    expect(await postSigned('device-deregistered.wrapped')).toBe(200);
    const gone = await refill.deviceThat(
      '1122334455',
      ({ status }) => status === 'deregistered',
      modelId,
    );
    expect(gone.deregisteredAt).toBe('2018-10-01T17:47:51.465Z');
    expect(await postSigned('forged')).toBe(403);
    for (const name of [
      'device-registered',
      'subscription-changed',
      'device-deregistered.wrapped',
    ]) {
      expect(await postSigned(name)).toBe(200);
    }
    const facts = (await refill.deviceEvents('1122334455', modelId)).filter(
      ({ type }) => !type.startsWith('email-'),
    );
    expect(facts.map(({ type }) => type)).toEqual([
      'device-registered',
      'subscription-changed',
      'device-deregistered',
    ]);
    expect(refill.mail.mails).toEqual([]);
  });

  it('reads every sample of the page', async () => {
    // On the page the deregistration is the oldest, and all have the same notificationId.
    for (const name of ['device-deregistered', 'device-registered', 'subscription-changed.v1']) {
      expect(await postSample(name)).toBe(200);
    }
    const device = await refill.deviceThat(
      'mySerialNumber',
      ({ registeredAt, slots }) => registeredAt !== null && slots.length === 2,
      'myDeviceModel',
    );
    expect(device).toMatchObject({ status: 'subscribed', subscriptionVersion: '1.0' });
    const types = (await refill.deviceEvents('mySerialNumber', 'myDeviceModel')).map(
      ({ type }) => type,
    );
    expect(types.filter((type) => !type.startsWith('email-')).toSorted()).toEqual([
      'device-deregistered',
      'device-registered',
      'subscription-changed',
    ]);
  });

  it('shows what a slot had before, where 2.0 says that it is switched off', async () => {
    expect(await postSample('subscription-changed.v2')).toBe(200);
    const device = await refill.deviceThat(
      'MySerialNumber',
      ({ slots }) => slots.length === 2,
      'myDeviceModel',
    );
    expect(device.slots).toMatchObject([
      { slotId: 'SlotId1', subscribed: true, products: [{ asin: 'myAsinNumber' }] },
      { slotId: 'SlotId2', subscribed: false, products: [{ asin: 'myAsinNumber' }] },
    ]);
  });

  it('reads 2.0 as it was published, with a slot that has no list', async () => {
    expect(
      await postSample('subscription-changed.v2.as-published', 'MySerialNumber', 'AsPublished'),
    ).toBe(200);
    const device = await refill.deviceThat(
      'AsPublished',
      ({ slots }) => slots.length === 2,
      'myDeviceModel',
    );
    expect(device.slots).toMatchObject([
      { slotId: 'SlotId1', subscribed: null, products: [{ asin: 'myAsinNumber' }] },
      { slotId: 'SlotId2', subscribed: null, products: [{ asin: 'myAsinNumber' }] },
    ]);
  });
});
