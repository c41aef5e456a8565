import { parseNotification } from './parse-notification';
import { change, pathsOf, problemsOf, sample } from './test-support/messages';

const placed = sample('order-placed.v2');
const subscription = sample('subscription-changed.v2');
const slotsPath = 'subscriptionInfo.slotsSubscriptionStatus';

describe('what is no notification', () => {
  it.each(['', 'x', '{', '{"a":}', 'undefined'])('%j is no JSON', (message) => {
    expect(parseNotification(message)).toEqual({
      ok: false,
      code: 'DRS_NOT_JSON',
      problems: [{ path: '', expected: 'JSON text' }],
    });
  });

  it.each(['null', '[]', '5', '"text"', 'true', `[${placed}]`])('%s is no object', (message) => {
    expect(parseNotification(message)).toEqual({
      ok: false,
      code: 'DRS_INVALID',
      problems: [{ path: '', expected: 'an object' }],
    });
  });

  it.each([
    'DeviceExplodedNotification',
    'orderplacednotification',
    '',
    'constructor',
    '__proto__',
  ])('the type %j is unknown', (type) => {
    expect(parseNotification(change(placed, 'notificationInfo.notificationType', type))).toEqual({
      ok: false,
      code: 'DRS_UNKNOWN_TYPE',
      problems: [
        {
          path: 'notificationInfo.notificationType',
          expected:
            'one of OrderPlacedNotification, OrderCancelledNotification, ItemShippedNotification, ' +
            'DeviceRegisteredNotification, DeviceDeregisteredNotification, SubscriptionChangedNotification',
        },
      ],
    });
  });

  it.each([undefined, null, 5, ['OrderPlacedNotification'], {}])(
    'the type %j is invalid',
    (type) => {
      expect(
        parseNotification(change(placed, 'notificationInfo.notificationType', type)),
      ).toMatchObject({
        code: 'DRS_INVALID',
        problems: [{ path: 'notificationInfo.notificationType' }],
      });
    },
  );

  it.each([
    'notificationInfo',
    'deviceInfo',
    'deviceInfo.deviceIdentifier',
    'deviceInfo.productIdentifier',
    'customerInfo',
    'orderInfo',
    'orderInfo.productInfo.0',
  ])('%s must be an object, not an array', (path) => {
    const shown = path.replace('.0', '[0]');
    for (const value of [[], [{}], 'text', 5, true]) {
      expect(problemsOf(change(placed, path, value))).toEqual([
        { path: shown, expected: 'an object' },
      ]);
    }
  });

  it.each([{}, 'text', undefined, null, { 0: {} }])('productInfo must not be %j', (value) => {
    expect(problemsOf(change(placed, 'orderInfo.productInfo', value))).toEqual([
      { path: 'orderInfo.productInfo', expected: 'an array' },
    ]);
  });

  it('has all its problems told, but not thousands of them', () => {
    const two = change(change(placed, 'orderInfo.slotId', 5), 'customerInfo', undefined);
    expect([...pathsOf(two)].sort()).toEqual(['customerInfo', 'orderInfo.slotId']);
    const many = change(
      placed,
      'orderInfo.productInfo',
      Array.from({ length: 1_000 }, () => 5),
    );
    expect(pathsOf(many)).toHaveLength(20);
    const tooMany = change(
      placed,
      'orderInfo.productInfo',
      Array.from({ length: 1_001 }, () => ({})),
    );
    expect(pathsOf(tooMany)).toEqual(['orderInfo.productInfo']);
  });

  it('is told of without its values', () => {
    for (const name of ['notificationInfo.notificationTime', 'orderInfo.productInfo.0.quantity']) {
      expect(JSON.stringify(problemsOf(change(placed, name, 'secret')))).not.toContain('secret');
    }
    const slots = change(subscription, slotsPath, { secret: { subscribed: 'secret' } });
    expect(JSON.stringify(problemsOf(slots))).not.toContain('secret');
  });
});
