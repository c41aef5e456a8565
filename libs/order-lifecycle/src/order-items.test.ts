import { itemsAfter } from './order-items';
import { at, item, placed, shipped } from './test-support/facts';

describe('itemsAfter', () => {
  it('ships part of an order by ASIN', () => {
    const { items, complete } = itemsAfter(placed(0, [item('A'), item('B')]), [
      shipped(1, [item('A')]),
    ]);
    expect(items.map(({ asin, shipped: done }) => [asin, done])).toEqual([
      ['A', true],
      ['B', false],
    ]);
    expect(complete).toBe(false);
  });

  it('adds up the quantities of several shipments', () => {
    const order = placed(0, [item('A', { quantity: 0.3 })]);
    const part = shipped(1, [item('A', { quantity: 0.1 })]);
    const rest = shipped(2, [item('A', { quantity: 0.2 })]);
    expect(itemsAfter(order, [part]).complete).toBe(false);
    expect(itemsAfter(order, [part, rest]).complete).toBe(true);
  });

  it('ships an ASIN whole when the entry names no quantity', () => {
    const order = placed(0, [item('A', { quantity: 5 })]);
    expect(itemsAfter(order, [shipped(1, [item('A', { quantity: null })])]).complete).toBe(true);
  });

  it('ships the order, as a mismatch, when the ASIN was never placed', () => {
    const result = itemsAfter(placed(0, [item('A'), item('B')]), [shipped(1, [item('X')])]);
    expect(result).toMatchObject({ complete: true, mismatch: true });
  });

  it('ships the whole order in 1.0, which names no ASIN', () => {
    const result = itemsAfter(placed(0, [item(null, { quantity: 12 })]), [
      shipped(1, [item(null, { quantity: 12 })]),
    ]);
    expect(result).toMatchObject({ complete: true, mismatch: false });
  });

  it('ships the whole order while OrderPlaced is unknown', () => {
    expect(itemsAfter(null, [shipped(1, [item('A')])])).toMatchObject({
      complete: true,
      items: [{ asin: 'A', shipped: true }],
    });
  });

  it('takes over the estimate that the shipment brings', () => {
    const order = placed(0, [item('A', { estimatedDelivery: at(1_000) })]);
    const [first] = itemsAfter(order, [
      shipped(1, [item('A', { estimatedDelivery: at(2_000) })]),
    ]).items;
    expect(first?.estimatedDelivery).toBe(at(2_000));
  });
});
