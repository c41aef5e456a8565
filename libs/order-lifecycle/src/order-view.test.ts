import fc from 'fast-check';
import type { OrderFact } from './order-fact';
import { applyFact, newOrder } from './order-state';
import { isTerminal } from './order-status';
import { viewOrder } from './order-view';
import { DEFAULT_ORDER_WINDOWS } from './order-windows';
import {
  at,
  cancelled,
  deregistered,
  ended,
  item,
  placed,
  requested,
  shipped,
  T0,
} from './test-support/facts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SETTLE = DEFAULT_ORDER_WINDOWS.settleMs;

/** The order after these facts, all of which arrive at T0 + `arrivedAt`, looked at at T0 + `now`. */
function view(facts: readonly OrderFact[], now: number, arrivedAt = 0) {
  const state = facts.reduce(
    (before, fact) => applyFact(before, fact, T0 + arrivedAt),
    newOrder('order', DEFAULT_ORDER_WINDOWS),
  );
  const result = viewOrder(state, T0 + now);
  if (result === null) throw new Error('no view');
  return result;
}

const delivery = item('A', { estimatedDelivery: at(5 * DAY) });

describe('viewOrder', () => {
  it('is nothing while only a deregistration is known', () => {
    const state = applyFact(newOrder('order', DEFAULT_ORDER_WINDOWS), deregistered(0), T0);
    expect(viewOrder(state, T0)).toBeNull();
  });

  it('is requested for 72 hours, then unresolved, and expires when it has settled', () => {
    expect(view([requested(0)], 72 * HOUR - 1).snapshot).toMatchObject({
      status: 'requested',
      attention: [],
    });
    const unresolved = view([requested(0)], 72 * HOUR);
    expect(unresolved.snapshot).toMatchObject({ status: 'requested', attention: ['unresolved'] });
    expect(unresolved.nextDeadline).toEqual({ kind: 'expiry', at: T0 + 72 * HOUR + SETTLE });
    const expired = view([requested(0)], 72 * HOUR + SETTLE);
    expect(expired.snapshot).toMatchObject({ status: 'expired', attention: ['unresolved'] });
    expect(expired.nextDeadline).toBeNull();
    expect(expired.timeouts.map((timeout) => timeout.type)).toEqual([
      'resolution-timeout',
      'expired',
    ]);
  });

  it('is placed until the cancel window closes, then awaits shipment', () => {
    expect(view([placed(0)], DAY - 1)).toMatchObject({
      snapshot: { status: 'placed', cancellableUntil: at(DAY) },
      nextDeadline: { kind: 'cancel-window', at: T0 + DAY },
    });
    expect(view([placed(0, [delivery])], DAY)).toMatchObject({
      snapshot: { status: 'awaiting-shipment' },
      nextDeadline: { kind: 'overdue', at: T0 + 5 * DAY },
    });
  });

  it('is overdue once the estimated delivery has passed, and expires 30 days later', () => {
    expect(view([placed(0, [delivery])], 5 * DAY)).toMatchObject({
      snapshot: { status: 'awaiting-shipment', attention: ['ship-overdue'] },
      nextDeadline: { kind: 'expiry', at: T0 + 35 * DAY },
    });
    expect(view([placed(0, [delivery])], 35 * DAY).snapshot.status).toBe('expired');
  });

  it('expires without an estimate too', () => {
    expect(view([placed(0)], DAY).nextDeadline).toEqual({ kind: 'expiry', at: T0 + 31 * DAY });
    expect(view([placed(0)], 31 * DAY).snapshot).toMatchObject({
      status: 'expired',
      attention: [],
    });
  });

  it('keeps the mark of a missed promise after the shipment', () => {
    const late = shipped(6 * DAY, [item('A', { estimatedDelivery: at(9 * DAY) })]);
    expect(view([placed(0, [delivery]), late], 6 * DAY).snapshot).toMatchObject({
      status: 'shipped',
      attention: ['ship-overdue'],
      estimatedDelivery: at(9 * DAY),
    });
  });

  it('is partially shipped, waits for the rest, and is overdue or expires like any other', () => {
    const order = placed(0, [delivery, item('B', { estimatedDelivery: at(7 * DAY) })]);
    const part = shipped(2 * DAY, [item('A')]);
    expect(view([order, part], 2 * DAY)).toMatchObject({
      snapshot: { status: 'partially-shipped', shippedAt: null },
      nextDeadline: { kind: 'overdue', at: T0 + 7 * DAY },
    });
    expect(view([order, part], 7 * DAY).snapshot.attention).toEqual(['ship-overdue']);
    expect(view([order, part], 37 * DAY).snapshot.status).toBe('expired');
    expect(view([order, part, shipped(3 * DAY, [item('B')])], 3 * DAY).snapshot).toMatchObject({
      status: 'shipped',
      shippedAt: at(3 * DAY),
    });
  });

  it('ends by hand from every open status, and waits for nothing any more', () => {
    const part = shipped(1, [item('A')]);
    for (const [facts, now] of [
      [[requested(0)], HOUR],
      [[placed(0)], HOUR],
      [[placed(0)], 2 * DAY],
      [[placed(0, [item('A'), item('B')]), part], HOUR],
    ] as const) {
      expect(isTerminal(view(facts, now).snapshot.status)).toBe(false);
      expect(view([...facts, ended(now)], now)).toMatchObject({
        snapshot: { status: 'ended', cancellationReason: null, next: null },
        nextDeadline: null,
      });
    }
  });

  it('lets Amazon say how it ended, before or after an operator did', () => {
    expect(view([placed(0), ended(10), shipped(20)], 20).snapshot.status).toBe('shipped');
    expect(view([placed(0), shipped(10), ended(20)], 20).snapshot.status).toBe('shipped');
    expect(view([placed(0), ended(10), cancelled(20)], 20).snapshot).toMatchObject({
      status: 'cancelled',
      cancellationReason: 'customer',
      attention: [],
    });
  });

  it('bears no mark of what an order that was ended by hand no longer waits for', () => {
    for (const start of [requested(0), placed(0, [delivery])]) {
      const { snapshot, timeouts } = view([start, ended(HOUR)], 400 * DAY);
      expect(snapshot).toMatchObject({ status: 'ended', attention: [] });
      expect(timeouts).toEqual([]);
    }
    const overdue = view([placed(0, [delivery]), ended(6 * DAY)], 400 * DAY);
    expect(overdue.snapshot.attention).toEqual(['ship-overdue']);
  });

  it('tells what comes next in the snapshot, as a time', () => {
    expect(view([placed(0)], 0).snapshot.next).toEqual({ kind: 'cancel-window', at: at(DAY) });
    expect(view([placed(0)], 31 * DAY).snapshot.next).toBeNull();
  });

  it('lets a cancellation without OrderPlaced settle before it names the reason', () => {
    const settling = view([cancelled(0)], 5_000 + SETTLE - 1, 5_000);
    expect(settling).toMatchObject({
      snapshot: { status: 'requested', cancellationReason: null },
      nextDeadline: { kind: 'settle', at: T0 + 5_000 + SETTLE },
    });
    expect(view([cancelled(0)], 5_000 + SETTLE, 5_000).snapshot).toMatchObject({
      status: 'cancelled',
      cancellationReason: 'unresolved',
    });
  });

  it('names the customer as the reason as soon as OrderPlaced is known', () => {
    expect(view([cancelled(10), placed(0)], 10).snapshot).toMatchObject({
      status: 'cancelled',
      cancellationReason: 'customer',
    });
  });

  it('lets a shipment without OrderPlaced settle, for it may be a part', () => {
    expect(view([shipped(0)], SETTLE - 1).snapshot.status).toBe('requested');
    expect(view([shipped(0)], SETTLE).snapshot.status).toBe('shipped');
  });

  it('believes the later word where Amazon contradicts itself', () => {
    expect(view([placed(0), shipped(10), cancelled(20)], 20).snapshot).toMatchObject({
      status: 'cancelled',
      cancellationReason: 'customer',
      attention: ['contradiction'],
    });
    expect(view([placed(0), cancelled(10), shipped(20)], 20).snapshot).toMatchObject({
      status: 'shipped',
      cancellationReason: null,
      attention: ['contradiction'],
    });
  });

  it('records a deregistration without ending the order', () => {
    expect(view([placed(0), deregistered(5)], 5).snapshot).toMatchObject({
      status: 'placed',
      deviceDeregisteredAt: at(5),
    });
  });

  it('takes no notice of a deregistration from before the order', () => {
    expect(view([placed(10), deregistered(5)], 10).snapshot.deviceDeregisteredAt).toBeNull();
    // Amazon's time counts: the order was open at 5, and had ended at 15, whatever was told first.
    expect(view([placed(0), shipped(10), deregistered(5)], 20).snapshot).toMatchObject({
      status: 'shipped',
      deviceDeregisteredAt: at(5),
    });
    expect(
      view([placed(0), shipped(10), deregistered(15)], 20).snapshot.deviceDeregisteredAt,
    ).toBeNull();
  });

  it('knows test orders', () => {
    expect(view([requested(0, 'TEST_ORDER_PLACED')], 0).snapshot.test).toBe(true);
    expect(view([requested(0)], 0).snapshot.test).toBe(false);
  });

  it('counts every deadline but the settle time from Amazon’s time, whenever it arrives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 * HOUR }),
        fc.constantFrom(requested(0), placed(0, [delivery])),
        (arrivedAt, fact) => {
          expect(view([fact], 20 * HOUR, arrivedAt)).toEqual(view([fact], 20 * HOUR, 0));
        },
      ),
    );
  });
});
