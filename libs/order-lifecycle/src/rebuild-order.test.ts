import fc from 'fast-check';
import { concludeOrder } from './conclude-order';
import { isSubjectFact } from './is-subject-fact';
import { DEFAULT_ORDER_WINDOWS } from './order-windows';
import { rebuildOrder, type OrderStep } from './rebuild-order';
import { live } from './test-support/arrival';
import {
  anOrdersFacts,
  at,
  cancelled,
  deregistered,
  placed,
  requested,
  shipped,
  T0,
} from './test-support/facts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const rebuild = (steps: readonly OrderStep[], more: object = {}) =>
  rebuildOrder({ orderId: 'order', windows: DEFAULT_ORDER_WINDOWS, steps, ...more });

describe('rebuildOrder', () => {
  it('is nothing while no fact is about the order itself', () => {
    expect(rebuild([])).toBeNull();
    expect(rebuild([{ at: T0, facts: [deregistered(0)] }])).toBeNull();
  });

  it('knows the order as it was at its last step', () => {
    const steps = [{ at: T0, facts: [placed(0)] }];
    expect(rebuild(steps)?.snapshot).toMatchObject({
      status: 'placed',
      next: { kind: 'cancel-window', at: at(DAY) },
    });
    expect(rebuild([...steps, { at: T0 + DAY, facts: [] }])).toMatchObject({
      snapshot: { status: 'awaiting-shipment', next: { kind: 'expiry' } },
      events: [{ type: 'order-placed' }, { type: 'cancel-window-closed' }],
    });
  });

  it('keeps an order closed that had given up before Amazon spoke again', () => {
    const expired = 72 * HOUR + DEFAULT_ORDER_WINDOWS.settleMs;
    const steps = [
      { at: T0, facts: [requested(0)] },
      { at: T0 + expired, facts: [] },
      { at: T0 + expired + 1, facts: [placed(expired)] },
    ];
    expect(rebuild(steps)?.snapshot.status).toBe('expired');
    expect(rebuild(steps)?.events.map(({ type }) => type)).toEqual([
      'replenish-requested',
      'resolution-timeout',
      'expired',
      'order-placed',
    ]);
  });

  it('counts in what came after the end, without an event of it', () => {
    const steps = [
      { at: T0, facts: [placed(0)] },
      { at: T0 + HOUR, facts: [cancelled(HOUR)] },
    ];
    const late = rebuild(steps, { lateFacts: [shipped(2 * HOUR)] });
    expect(late?.snapshot).toMatchObject({ status: 'shipped', attention: ['contradiction'] });
    expect(late?.events.map(({ type }) => type)).toEqual(['order-placed', 'order-cancelled']);
  });

  it('names no customer who was erased', () => {
    const rebuilt = rebuild(
      [
        { at: T0, facts: [placed(0)] },
        { at: T0 + HOUR, facts: [cancelled(HOUR)] },
      ],
      { customerPseudonym: 'erased-1', lateFacts: [shipped(2 * HOUR)] },
    );
    expect(rebuilt?.snapshot.customerId).toBe('erased-1');
    expect(JSON.stringify(rebuilt)).not.toContain('amzn1.account');
  });

  it('ends as the history concludes, in whichever steps the facts came', () => {
    const script = anOrdersFacts
      .filter((facts) => facts.some(isSubjectFact))
      .chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray([...facts], { minLength: facts.length }),
          fc.array(fc.constantFrom(0, 1, HOUR, 90 * DAY), { minLength: 6, maxLength: 6 }),
        ),
      );
    fc.assert(
      fc.property(script, ([facts, shuffled, gaps]) => {
        let time = T0;
        const steps = shuffled.map((fact, index) => {
          time += gaps[index] ?? 0;
          return { at: time, facts: [fact] };
        });
        const end = { at: time + 400 * DAY, facts: [] };
        const rebuilt = rebuild([...steps, end]);
        const lived = live(
          steps.flatMap((step) => step.facts.map((fact) => ({ fact, arrivesAt: step.at }))),
        );
        const concluded = concludeOrder('order', facts, DEFAULT_ORDER_WINDOWS);
        for (const other of [concluded, lived.final]) {
          expect(rebuilt?.snapshot.status).toBe(other?.status);
          expect(rebuilt?.snapshot.items).toEqual(other?.items);
          expect(rebuilt?.snapshot.cancellationReason).toBe(other?.cancellationReason);
        }
        const keys = rebuilt?.events.map(({ key }) => key) ?? [];
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 1_000 },
    );
  });
});
