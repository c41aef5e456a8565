import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotification } from '@refill/drs-notifications/parse-notification';
import type { DeviceFact } from './device-fact';
import { deviceFactOf } from './device-fact-of';
import { deviceFactSchema } from './device-fact-schema';
import { snapshotAfter } from './test-support/arrival';

const fixtures = join(__dirname, '../../drs-notifications/fixtures');

/** The fact in one of the fixtures of `libs/drs-notifications`. */
function factOf(folder: 'samples' | 'aws-signed', name: string): DeviceFact {
  const { Message } = JSON.parse(readFileSync(join(fixtures, folder, `${name}.json`), 'utf8'));
  const parsed = parseNotification(typeof Message === 'string' ? Message : JSON.stringify(Message));
  if (!parsed.ok) throw new Error(parsed.code);
  const { notification } = parsed;
  switch (notification.type) {
    case 'DeviceRegisteredNotification':
    case 'DeviceDeregisteredNotification':
    case 'SubscriptionChangedNotification':
      return deviceFactOf(notification);
    default:
      throw new Error(`${notification.type} is about an order`);
  }
}

const SELECTED = { quantity: 1, unit: 'count', asin: 'myAsinNumber' };

describe('the samples of Amazon’s page', () => {
  it.each([
    'device-registered',
    'device-deregistered',
    'subscription-changed.v1',
    'subscription-changed.v2',
    'subscription-changed.v2.as-published',
  ])('%s becomes a fact that the schema knows', (name) => {
    const fact = factOf('samples', name);
    expect(deviceFactSchema.parse(JSON.parse(JSON.stringify(fact)))).toEqual(fact);
  });

  it('device-registered', () => {
    expect(factOf('samples', 'device-registered')).toEqual({
      type: 'device-registered',
      notificationId: 'amzn1.dash.notification.v1.xxxxxxxxxxxxx13',
      occurredAt: '2015-10-01T02:23:52.747Z',
      customerId: 'amzn1.account.AHxxxxxxxxGA2O5Q',
    });
  });

  it('subscription-changed.v1: booleans, without products', () => {
    expect(snapshotAfter(factOf('samples', 'subscription-changed.v1'))).toMatchObject({
      status: 'subscribed',
      subscriptionVersion: '1.0',
      slots: [
        { slotId: 'myFirstSlot', subscribed: true, products: null },
        { slotId: 'mySecondSlot', subscribed: true, products: null },
      ],
    });
  });

  it('subscription-changed.v2: a slot that is off shows what the customer had', () => {
    expect(snapshotAfter(factOf('samples', 'subscription-changed.v2'))).toMatchObject({
      status: 'subscribed',
      subscriptionVersion: '2.0',
      slots: [
        { slotId: 'SlotId1', subscribed: true, products: [SELECTED] },
        { slotId: 'SlotId2', subscribed: false, products: [SELECTED] },
      ],
    });
  });

  it('subscription-changed.v2.as-published: `subscribed` is not known', () => {
    expect(snapshotAfter(factOf('samples', 'subscription-changed.v2.as-published'))).toMatchObject({
      status: 'subscribed',
      slots: [
        { slotId: 'SlotId1', subscribed: null, products: [{ ...SELECTED, quantity: null }] },
        { slotId: 'SlotId2', subscribed: null, products: [{ ...SELECTED, quantity: null }] },
      ],
    });
  });

  it('the three of one device, which share a notificationId, make one story in any order', () => {
    const facts = ['device-registered', 'device-deregistered', 'subscription-changed.v1'].map(
      (name) => factOf('samples', name),
    );
    const expected = {
      status: 'subscribed',
      registeredAt: '2015-10-01T02:23:52.747Z',
      deregisteredAt: null,
      subscriptionChangedAt: '2015-09-30T23:27:50.771Z',
    };
    expect(snapshotAfter(...facts)).toMatchObject(expected);
    expect(snapshotAfter(...facts.toReversed())).toEqual(snapshotAfter(...facts));
  });
});

describe('the messages that AWS signed', () => {
  it('a registration, its subscription change 0.6 s later, and the deregistration', () => {
    const facts = ['subscription-changed', 'device-registered'].map((name) =>
      factOf('aws-signed', name),
    );
    expect(snapshotAfter(...facts)).toMatchObject({
      status: 'subscribed',
      registeredAt: '2018-10-01T13:38:21.974Z',
      slots: [
        {
          slotId: 'slot-fake-slot',
          subscribed: true,
          products: [{ asin: 'FAKEASIN', quantity: 24, unit: 'pounds' }],
          lastChangedAt: '2018-10-01T13:38:22.588Z',
          cause: 'new-registration',
        },
      ],
    });
    expect(
      snapshotAfter(factOf('aws-signed', 'device-deregistered.wrapped'), ...facts),
    ).toMatchObject({ status: 'deregistered', deregisteredAt: '2018-10-01T17:47:51.465Z' });
  });
});
