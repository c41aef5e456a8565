import { emailsDue } from './emails-due';
import type { OrderFact } from './order-fact';
import { applyFact, newOrder, withEmail } from './order-state';
import { viewOrder } from './order-view';
import { DEFAULT_ORDER_WINDOWS } from './order-windows';
import { at, cancelled, deregistered, item, placed, shipped, T0 } from './test-support/facts';

const DAY = 86_400_000;

/** `kind:action[:reason]` of the mails due after these facts at T0 + `now`. */
function due(facts: readonly OrderFact[], now: number): readonly string[] {
  const state = facts.reduce(
    (before, fact) => applyFact(before, fact, T0),
    newOrder('order', DEFAULT_ORDER_WINDOWS),
  );
  const view = viewOrder(state, T0 + now);
  if (view === null) throw new Error('no view');
  return emailsDue(state, view).map((email) =>
    email.action === 'skip' ? `${email.kind}:skip:${email.reason}` : `${email.kind}:send`,
  );
}

const promised = placed(0, [item('A', { estimatedDelivery: at(5 * DAY) })]);

describe('emailsDue', () => {
  it('tells of the placement', () => {
    expect(due([placed(0)], 0)).toEqual(['order-placed:send']);
  });

  it('does not tell of a placement when the order has gone on', () => {
    expect(due([placed(0), shipped(1)], 1)).toEqual([
      'order-placed:skip:superseded',
      'item-shipped:send',
    ]);
    expect(due([placed(0), cancelled(1)], 1)).toEqual([
      'order-placed:skip:superseded',
      'order-cancelled:send',
    ]);
  });

  it('tells of a missed promise while the order is open', () => {
    expect(due([promised], 5 * DAY)).toContain('ship-overdue:send');
    expect(due([promised], 5 * DAY - 1)).not.toContain('ship-overdue:send');
    expect(due([promised, shipped(6 * DAY)], 6 * DAY)).toContain('ship-overdue:skip:superseded');
  });

  it('asks the customer nothing after the deregistration, but tells how the order ends', () => {
    expect(due([promised, deregistered(1)], 5 * DAY)).toEqual([
      'order-placed:skip:device-deregistered',
      'ship-overdue:skip:device-deregistered',
    ]);
    expect(due([placed(0), deregistered(1), shipped(2)], 2)).toContain('item-shipped:send');
  });

  it('tells of a cancellation only when it has settled', () => {
    expect(due([cancelled(0)], 0)).toEqual([]);
    expect(due([cancelled(0)], DEFAULT_ORDER_WINDOWS.settleMs)).toEqual(['order-cancelled:send']);
  });

  it('begins no mail twice', () => {
    const state = withEmail(
      applyFact(newOrder('order', DEFAULT_ORDER_WINDOWS), placed(0), T0),
      'order-placed',
      'pending',
    );
    const view = viewOrder(state, T0);
    expect(view === null ? null : emailsDue(state, view)).toEqual([]);
  });
});
