import { change, pathsOf, read, sample } from './test-support/messages';

const subscription = sample('subscription-changed.v2');
const slotsPath = 'subscriptionInfo.slotsSubscriptionStatus';

describe('the slots of a subscription', () => {
  const slotsOf = (status: unknown) => read(change(subscription, slotsPath, status));

  it('are 1.0 when all are boolean, 2.0 when one is an object', () => {
    expect(slotsOf({ a: true, b: false })).toMatchObject({
      version: '1.0',
      slots: [
        { slotId: 'a', subscribed: true, products: [] },
        { slotId: 'b', subscribed: false, products: [] },
      ],
    });
    expect(slotsOf({ a: true, b: {} })).toMatchObject({
      version: '2.0',
      slots: [
        { slotId: 'a', subscribed: true, products: [] },
        { slotId: 'b', subscribed: null, products: [] },
      ],
    });
    expect(slotsOf({})).toMatchObject({ version: '1.0', slots: [] });
  });

  it('may have one product directly on the slot', () => {
    const product = { asin: 'A', quantity: 1.5, unit: 'pounds' };
    expect(slotsOf({ a: { subscribed: true, ...product, unit: 'Pounds' } })).toMatchObject({
      slots: [{ slotId: 'a', subscribed: true, products: [product] }],
    });
    expect(slotsOf({ a: { ...product, productInfoList: [] } })).toMatchObject({
      slots: [{ products: [product] }],
    });
    expect(slotsOf({ a: { asin: 'B', productInfoList: [product] } })).toMatchObject({
      slots: [{ products: [product] }],
    });
  });

  it.each([
    [null, `${slotsPath}[0]`],
    ['true', `${slotsPath}[0]`],
    [1, `${slotsPath}[0]`],
    [[], `${slotsPath}[0]`],
    [{ subscribed: 'true' }, `${slotsPath}[0].subscribed`],
    [{ productInfoList: {} }, `${slotsPath}[0].productInfoList`],
    [{ productInfoList: [[]] }, `${slotsPath}[0].productInfoList[0]`],
    [{ productInfoList: [{ quantity: '1' }] }, `${slotsPath}[0].productInfoList[0].quantity`],
  ])('are refused as %j', (slot, path) => {
    expect(pathsOf(change(subscription, slotsPath, { a: slot }))).toEqual([path]);
  });

  it.each([null, [], [true], 'a', 5])('are refused when they are %j', (status) => {
    expect(pathsOf(change(subscription, slotsPath, status))).toEqual([slotsPath]);
  });

  it('are refused without an id, or in thousands', () => {
    expect(pathsOf(change(subscription, slotsPath, { '': true }))).toEqual([`${slotsPath}[0]`]);
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`s${i}`, true]));
    expect(pathsOf(change(subscription, slotsPath, many))).toEqual([slotsPath]);
  });
});
