import { TypedSearchAttributes } from '@temporalio/common';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { applyFact, newOrder } from '@refill/order-lifecycle/order-state';
import { viewOrder } from '@refill/order-lifecycle/order-view';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { changedSearchAttributes, startingSearchAttributes } from './order-search-attributes';

const DAY_MS = 86_400_000;
const placedAt = '2026-01-05T10:00:00.000Z';
const now = Date.parse(placedAt) + 1_000;
const base = {
  notificationId: 'n-1',
  occurredAt: placedAt,
  subject: { modelId: 'm', serialNumber: 's', slotId: 'slot', customerId: 'c' },
};
const placed: OrderFact = { ...base, type: 'order-placed', items: [] };

const starting = (fact: OrderFact, at: number) =>
  startingSearchAttributes('order', DEFAULT_ORDER_WINDOWS, fact, at).map(({ key, value }) => [
    key.name,
    value,
  ]);

describe('startingSearchAttributes', () => {
  it('are those that the workflow would set', () => {
    expect(starting(placed, now)).toEqual([
      ['OrderStatus', 'placed'],
      ['PlacedAt', new Date(placedAt)],
    ]);
    expect(starting(placed, now + 2 * DAY_MS)).toEqual([
      ['OrderStatus', 'awaiting-shipment'],
      ['PlacedAt', new Date(placedAt)],
    ]);
    const replenished: OrderFact = {
      ...base,
      type: 'replenish-requested',
      detailCode: 'STANDARD_ORDER_PLACED',
    };
    expect(starting(replenished, now)).toEqual([['OrderStatus', 'requested']]);
  });

  it('leave nothing to change', () => {
    const given = startingSearchAttributes('order', DEFAULT_ORDER_WINDOWS, placed, now);
    const view = viewOrder(applyFact(newOrder('order', DEFAULT_ORDER_WINDOWS), placed, now), now);
    if (view === null) throw new Error('a placed order has a view');
    expect(changedSearchAttributes(new TypedSearchAttributes(given), view.snapshot)).toEqual([]);
  });
});
