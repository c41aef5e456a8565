import { eventsToRecord } from './order-events';
import { applyFact, newOrder } from './order-state';
import { viewOrder } from './order-view';
import { DEFAULT_ORDER_WINDOWS } from './order-windows';
import { placed, requested, shipped, SUBJECT, T0 } from './test-support/facts';
import { eventWithCustomerErased, withCustomerErased } from './with-customer-erased';

const PSEUDONYM = `erased-${'0'.repeat(32)}`;

const deregistration = {
  type: 'device-deregistered',
  notificationId: 'gone',
  occurredAt: new Date(T0 + 1).toISOString(),
} as const;

const state = [requested(0), placed(1), deregistration, shipped(2)].reduce(
  (known, fact) => applyFact(known, fact, T0),
  newOrder('order', DEFAULT_ORDER_WINDOWS),
);

describe('withCustomerErased', () => {
  it('changes nothing of the order but its customer', () => {
    const erased = withCustomerErased(state, PSEUDONYM);
    expect(JSON.stringify(erased)).not.toContain(SUBJECT.customerId);
    expect(viewOrder(erased, T0)).toEqual({
      ...viewOrder(state, T0),
      snapshot: { ...viewOrder(state, T0)?.snapshot, customerId: PSEUDONYM },
    });
  });

  it('gives back the same state when it is erased already', () => {
    const erased = withCustomerErased(state, PSEUDONYM);
    expect(withCustomerErased(erased, PSEUDONYM)).toBe(erased);
  });
});

describe('eventWithCustomerErased', () => {
  it('leaves the id in no event', () => {
    const view = viewOrder(state, T0);
    if (view === null) throw new Error('no view');
    const events = eventsToRecord(state, view);
    const erased = events.map((event) => eventWithCustomerErased(event, PSEUDONYM));
    expect(JSON.stringify(events)).toContain(SUBJECT.customerId);
    expect(JSON.stringify(erased)).not.toContain(SUBJECT.customerId);
    expect(erased.map(({ key }) => key)).toEqual(events.map(({ key }) => key));
  });
});
