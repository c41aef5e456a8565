import { change, pathsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');

describe('ids', () => {
  const ids = [
    'notificationInfo.notificationId',
    'deviceInfo.deviceIdentifier.serialNumber',
    'customerInfo.directedCustomerId',
    'orderInfo.instanceId',
    'orderInfo.slotId',
  ];

  it.each(ids)('%s is required, not blank, and text', (path) => {
    for (const value of [undefined, null, '', ' ', 5, [], ['a'], {}, 'a\u0000', 'a\nb']) {
      expect(pathsOf(change(placed, path, value))).toEqual([path]);
    }
  });

  it.each(ids)('%s has up to 255 characters', (path) => {
    for (const letter of ['a', '\u{1F4E6}']) {
      expect(pathsOf(change(placed, path, letter.repeat(255)))).toEqual(['accepted']);
      expect(pathsOf(change(placed, path, letter.repeat(256)))).toEqual([path]);
    }
  });

  it('of either kind of order are kept', () => {
    for (const instanceId of ['amzn1.dash.v1.o.x', 'amzn1.dash.v2.o.x', 'anything/else']) {
      expect(read(change(placed, 'orderInfo.instanceId', instanceId))).toMatchObject({
        instanceId,
      });
    }
  });
});
