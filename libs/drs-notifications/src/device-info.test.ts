import { change, pathsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');

describe('productIdentifier', () => {
  const identifier = 'deviceInfo.productIdentifier';
  const modelOf = (value: unknown) => read(change(placed, identifier, value)).device.modelId;

  it('has the model under modelId, or under its only key', () => {
    expect(modelOf({ modelId: 'A' })).toBe('A');
    expect(modelOf({ modelId: 'A', other: 'B' })).toBe('A');
    expect(modelOf({ myDeviceModel: 'B' })).toBe('B');
    expect(modelOf({ myDeviceModel: 'B', added: 5 })).toBe('B');
    expect(modelOf({ modelId: null, myDeviceModel: 'B' })).toBe('B');
    expect(modelOf({ added: 'C', myDeviceModel: 'B' })).toBe('B');
    expect(modelOf({ anything: 'B' })).toBe('B');
  });

  it.each([
    [{}],
    [{ a: 'A', b: 'B' }],
    [{ modelA: 'A', modelB: 'B' }],
    [{ a: 5 }],
    [{ modelId: 5, other: 'B' }],
    [{ modelId: '' }],
    [{ modelId: '   ' }],
  ])('is refused as %j', (value) => {
    expect(pathsOf(change(placed, identifier, value))).toEqual([`${identifier}.modelId`]);
  });

  it.each([[[]], [['A']], ['A'], [5]])('is refused as %j, which is no object', (value) => {
    expect(pathsOf(change(placed, identifier, value))).toEqual([identifier]);
  });
});
