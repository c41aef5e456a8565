import { change, pathsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');
const placedV1 = sample('order-placed.v1');

describe('the place of orderInfo', () => {
  const orderInfo = JSON.parse(placed).orderInfo;
  const nested = change(
    change(placed, 'orderInfo', undefined),
    'customerInfo.orderInfo',
    orderInfo,
  );

  it('makes no difference', () => {
    expect(read(nested)).toEqual(read(placed));
    expect(read(change(nested, 'orderInfo', null))).toEqual(read(placed));
  });

  it('is the usual one where both are given', () => {
    const both = change(nested, 'orderInfo', { ...orderInfo, slotId: 'other' });
    expect(read(both)).toMatchObject({ slotId: 'other' });
  });

  it('is named in problems', () => {
    expect(pathsOf(change(nested, 'customerInfo.orderInfo.slotId', undefined))).toEqual([
      'customerInfo.orderInfo.slotId',
    ]);
    expect(pathsOf(change(placed, 'orderInfo.slotId', undefined))).toEqual(['orderInfo.slotId']);
    expect(pathsOf(change(placed, 'orderInfo', undefined))).toEqual(['orderInfo']);
  });
});

describe('the version of an order', () => {
  it('is 2.0 if any product has an ASIN or a delivery date', () => {
    const productInfo = (entries: unknown[]) =>
      read(change(placedV1, 'orderInfo.productInfo', entries)).version;
    expect(productInfo([{ quantity: 1 }, { asin: 'A' }])).toBe('2.0');
    expect(productInfo([{ estimatedDeliveryDate: '2016-12-09T07:59:59Z' }])).toBe('2.0');
    expect(productInfo([{ quantity: 1, asin: null, estimatedDeliveryDate: null }])).toBe('1.0');
    expect(productInfo([{}])).toBe('1.0');
    expect(productInfo([])).toBe('1.0');
  });

  it('is not that of notificationInfo', () => {
    const path = 'notificationInfo.version';
    for (const version of [undefined, '1.0', '2.0', 5]) {
      expect(read(change(placed, path, version))).toEqual(read(placed));
      expect(read(change(placedV1, path, version))).toEqual(read(placedV1));
    }
  });

  it('lets an entry’s own delivery date win over the order’s', () => {
    const message = change(placedV1, 'orderInfo.productInfo', [
      { asin: 'A', estimatedDeliveryDate: '2015-10-08T06:59:59Z' },
      { asin: 'B' },
    ]);
    expect(read(message)).toMatchObject({
      products: [
        { asin: 'A', estimatedDelivery: '2015-10-08T06:59:59.000Z' },
        { asin: 'B', estimatedDelivery: '2015-10-07T06:59:59.000Z' },
      ],
    });
  });
});
