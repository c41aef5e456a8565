import { change, pathsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');
const placedV1 = sample('order-placed.v1');

describe('what may be missing', () => {
  it.each([undefined, null, ''])('lwaClientId %s is read as null', (value) => {
    expect(read(change(placed, 'notificationInfo.lwaClientId', value)).lwaClientId).toBeNull();
  });

  it.each(['quantity', 'unit', 'asin'])('%s is read as null', (name) => {
    for (const value of [undefined, null]) {
      expect(read(change(placed, `orderInfo.productInfo.0.${name}`, value))).toMatchObject({
        version: '2.0',
        products: [{ [name]: null }],
      });
    }
  });

  it('estimatedDeliveryDate is read as null', () => {
    const path = 'orderInfo.productInfo.0.estimatedDeliveryDate';
    expect(read(change(placed, path, undefined))).toMatchObject({
      version: '2.0',
      products: [{ estimatedDelivery: null }],
    });
    expect(read(change(placedV1, 'orderInfo.estimatedDeliveryDate', undefined))).toMatchObject({
      version: '1.0',
      products: [{ estimatedDelivery: null }],
    });
  });

  it.each([
    ['Count', 'count'],
    ['POUNDS', 'pounds'],
    ['fl oz', 'fl oz'],
    ['', null],
  ])('unit %j is read as %j', (unit, expected) => {
    expect(read(change(placed, 'orderInfo.productInfo.0.unit', unit))).toMatchObject({
      products: [{ unit: expected }],
    });
  });

  it.each([0, 0.5, 12, 1e6])('quantity %d is kept', (quantity) => {
    expect(read(change(placed, 'orderInfo.productInfo.0.quantity', quantity))).toMatchObject({
      products: [{ quantity }],
    });
  });

  it.each(['"1"', '-1', '1e999', '[]', 'true'])('quantity %s is refused', (quantity) => {
    const message = placed.replace('"quantity":1', `"quantity":${quantity}`);
    expect(pathsOf(message)).toEqual(['orderInfo.productInfo[0].quantity']);
  });
});
