import fc from 'fast-check';
import { concludeOrder } from './conclude-order';
import { isSubjectFact } from './is-subject-fact';
import type { OrderFact } from './order-fact';
import { isTerminal } from './order-status';
import { DEFAULT_ORDER_WINDOWS } from './order-windows';
import { live } from './test-support/arrival';
import { anOrdersFacts, T0 } from './test-support/facts';

/** The facts shuffled, some of them repeated, each arriving at any time after the one before. */
const arrivalsOf = (facts: readonly OrderFact[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...facts], { minLength: facts.length }),
      fc.array(fc.constantFrom(...facts), { maxLength: 4 }),
      fc.array(fc.constantFrom(0, 1, 30_000, 61_000, 3_600_000, 90 * 86_400_000), {
        minLength: facts.length + 4,
        maxLength: facts.length + 4,
      }),
      fc.constantFrom(-86_400_000, 0, 400 * 86_400_000),
    )
    .map(([first, repeated, gaps, start]) => {
      let arrivesAt = T0 + start;
      return [...first, ...repeated].map((fact, index) => {
        arrivesAt += gaps[index] ?? 0;
        return { fact, arrivesAt };
      });
    });

const twoArrivals = anOrdersFacts
  .filter((facts) => facts.some(isSubjectFact))
  .chain((facts) => fc.tuple(fc.constant(facts), arrivalsOf(facts), arrivalsOf(facts)));

describe('convergence', () => {
  it('ends the same for every order of arrival, every duplication and any clock', () => {
    fc.assert(
      fc.property(twoArrivals, ([facts, a, b]) => {
        const one = live(a);
        const other = live(b);
        const agreed = ({ final, state }: typeof one) => ({
          status: final?.status,
          items: final?.items,
          cancellationReason: final?.cancellationReason,
          facts: state.facts.map((fact) => fact.notificationId).sort(),
        });
        expect(agreed(one)).toEqual(agreed(other));
        expect(agreed(one).facts).toEqual(facts.map((fact) => fact.notificationId).sort());
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends as the history concludes from the facts alone', () => {
    fc.assert(
      fc.property(twoArrivals, ([facts, a]) => {
        const { final } = live(a);
        const concluded = concludeOrder('order', facts, DEFAULT_ORDER_WINDOWS);
        expect(final?.status).toBe(concluded.status);
        expect(final?.items).toEqual(concluded.items);
        expect(final?.cancellationReason).toBe(concluded.cancellationReason);
      }),
      { numRuns: 1_000 },
    );
  });

  it('always ends, and never leaves the terminal statuses again', () => {
    fc.assert(
      fc.property(twoArrivals, ([, arrivals]) => {
        const { statuses } = live(arrivals);
        const firstEnd = statuses.findIndex(isTerminal);
        expect(firstEnd).toBeGreaterThanOrEqual(0);
        expect(statuses.slice(firstEnd).every(isTerminal)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends by hand exactly where an operator ended it and Amazon never said how it ended', () => {
    fc.assert(
      fc.property(twoArrivals, ([facts, arrivals]) => {
        const { final } = live(arrivals);
        const byHand = facts.some((fact) => fact.type === 'order-ended');
        const without = facts.filter((fact) => fact.type !== 'order-ended');
        const { status } = concludeOrder('order', without, DEFAULT_ORDER_WINDOWS);
        expect(final?.status).toBe(byHand && status === 'expired' ? 'ended' : status);
      }),
      { numRuns: 1_000 },
    );
  });

  it('knows what comes next until it ends, and records it no more often for that', () => {
    fc.assert(
      fc.property(twoArrivals, ([, arrivals]) => {
        const { final, recordsOfNextAlone } = live(arrivals);
        expect(final?.next).toBeNull();
        expect(recordsOfNextAlone).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('sends no kind of mail twice and records no event twice', () => {
    fc.assert(
      fc.property(twoArrivals, ([, arrivals]) => {
        const { emails, eventKeys } = live(arrivals);
        expect(new Set(emails).size).toBe(emails.length);
        expect(new Set(eventKeys).size).toBe(eventKeys.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('always sends the mail of how the order ended', () => {
    fc.assert(
      fc.property(twoArrivals, ([, arrivals]) => {
        const { emails, final } = live(arrivals);
        if (final?.status === 'shipped') expect(emails).toContain('item-shipped');
        if (final?.status === 'cancelled') expect(emails).toContain('order-cancelled');
      }),
      { numRuns: 1_000 },
    );
  });
});
