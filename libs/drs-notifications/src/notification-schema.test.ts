import { drsNotificationSchema } from './notification-schema';
import { awsSigned, read, sample } from './test-support/messages';

describe('drsNotificationSchema', () => {
  it.each([
    ...['order-placed.v1', 'order-placed.v2', 'order-cancelled', 'item-shipped.v1'],
    ...['item-shipped.v2', 'device-registered', 'device-deregistered', 'subscription-changed.v1'],
    ...['subscription-changed.v2', 'subscription-changed.v2.as-published'],
  ])('reads back %s', (name) => {
    const notification = read(sample(name));
    expect(drsNotificationSchema.parse(JSON.parse(JSON.stringify(notification)))).toEqual(
      notification,
    );
  });

  it('refuses Amazon’s own JSON', () => {
    expect(drsNotificationSchema.safeParse(JSON.parse(awsSigned('order-placed'))).success).toBe(
      false,
    );
  });
});
