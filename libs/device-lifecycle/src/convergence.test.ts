import fc from 'fast-check';
import { concludeDevice } from './conclude-device';
import type { DeviceFact } from './device-fact';
import type { DeviceLife } from './device-life';
import { comparePositions, factEventKey } from './fact-position';
import { inOrderOfOccurrence } from './replay-lives';
import { isSelected } from './slot-state';
import { live } from './test-support/arrival';
import { aDevicesFacts, ANN, BEN, deregistered, DEVICE, HOUR, T0 } from './test-support/facts';

/** The facts shuffled, some of them repeated, each arriving at any time after the one before. */
const arrivalsOf = (facts: readonly DeviceFact[]) =>
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
    .chain(([first, repeated, gaps, start]) => {
      let arrivesAt = T0 + start;
      const all = [...first, ...repeated].map((fact, index) => {
        arrivesAt += gaps[index] ?? 0;
        return { fact, arrivesAt };
      });
      return fc.constant(all);
    });

const twoArrivals = aDevicesFacts.chain((facts) =>
  fc.tuple(fc.constant(facts), arrivalsOf(facts), arrivalsOf(facts)),
);

describe('convergence', () => {
  it('ends in the same snapshot for every order of arrival, every duplication and any clock', () => {
    fc.assert(
      fc.property(twoArrivals, ([facts, a, b]) => {
        const one = live(a);
        const other = live(b);
        expect(one.final).toEqual(other.final);
        expect(one.state.facts).toEqual(other.state.facts);
        expect(one.state.facts).toEqual([...facts].sort(comparePositions));
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends as the history concludes from the facts alone', () => {
    fc.assert(
      fc.property(twoArrivals, ([facts, arrivals]) => {
        expect(live(arrivals).final).toEqual(concludeDevice(DEVICE, facts)?.snapshot);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives every fact to exactly one life, and no life two customers', () => {
    fc.assert(
      fc.property(aDevicesFacts, (facts) => {
        const lives = concludeDevice(DEVICE, facts)?.lives ?? [];
        const given = lives.flatMap((life) => factsOfLife(life, facts));
        expect(given.map((fact) => fact.notificationId).sort()).toEqual(
          facts.map((fact) => fact.notificationId).sort(),
        );
        for (const life of lives) {
          const own = factsOfLife(life, facts);
          expect(new Set(own.map(({ customerId }) => customerId))).toEqual(
            new Set([life.customerId]),
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('records every fact once and sends no mail twice', () => {
    fc.assert(
      fc.property(twoArrivals, ([facts, arrivals]) => {
        const { eventKeys, sent, skipped } = live(arrivals);
        expect(eventKeys).toHaveLength(facts.length);
        expect(new Set(eventKeys).size).toBe(facts.length);
        const mails = [...sent, ...skipped].map(({ key }) => key);
        expect(new Set(mails).size).toBe(mails.length);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('older never overrides newer', () => {
  /** Facts, and the rest of which all are older than the newest of them. */
  const withOlder = aDevicesFacts
    .map(inOrderOfOccurrence)
    .chain((facts) => fc.tuple(fc.constant(facts), fc.subarray([...facts].slice(0, -1))));

  it('leaves what the newest notification says as it is, whatever older one comes after it', () => {
    fc.assert(
      fc.property(withOlder, ([facts, older]) => {
        const newest = facts.at(-1);
        if (newest === undefined) throw new Error('no facts');
        const arrivals = [newest, ...older].map((fact) => ({ fact, arrivesAt: T0 }));
        const lives = concludeDevice(
          DEVICE,
          arrivals.map(({ fact }) => fact),
        )?.lives;
        const { snapshots, final } = live(arrivals);
        // What a former owner's device still says is about the former owner.
        const present = lives?.at(-1);
        if (present?.customerId !== newest.customerId) return;
        for (const snapshot of [...snapshots, final]) {
          if (snapshot.customerId !== newest.customerId) continue;
          switch (newest.type) {
            case 'device-registered':
              expect(snapshot.registeredAt).toBe(newest.occurredAt);
              expect(snapshot.deregisteredAt).toBeNull();
              break;
            case 'device-deregistered':
              expect(snapshot.status).toBe('deregistered');
              expect(snapshot.deregisteredAt).toBe(newest.occurredAt);
              break;
            case 'subscription-changed':
              expect(snapshot.deregisteredAt).toBeNull();
              expect(snapshot.subscriptionChangedAt).toBe(newest.occurredAt);
              for (const word of newest.slots) {
                const slot = snapshot.slots.find(({ slotId }) => slotId === word.slotId);
                if (word.subscribed !== null) expect(slot?.subscribed).toBe(word.subscribed);
                if (word.products.length > 0) expect(slot?.products).toEqual(word.products);
              }
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never moves the present times of a life back while one life is known', () => {
    fc.assert(
      fc.property(twoArrivals, ([, arrivals]) => {
        const { snapshots } = live(arrivals);
        const times = snapshots.map(({ lastNotificationAt }) => lastNotificationAt);
        expect(times).toEqual([...times].sort());
      }),
      { numRuns: 500 },
    );
  });
});

describe('the boundaries of lives', () => {
  it('shows nothing that was said before the last deregistration, or to another customer', () => {
    fc.assert(
      fc.property(aDevicesFacts, (facts) => {
        const concluded = concludeDevice(DEVICE, facts);
        const present = concluded?.lives.at(-1);
        if (concluded === null || present === undefined) throw new Error('no lives');
        const own = factsOfLife(present, facts);
        const { lastNotificationAt: _own, ...alone } = concludeDevice(DEVICE, own)?.snapshot ?? {
          lastNotificationAt: '',
        };
        const { lastNotificationAt: _all, ...shown } = concluded.snapshot;
        expect(alone).toEqual(shown);
        if (shown.status === 'deregistered') return;
        for (const fact of facts) {
          if (fact.type !== 'device-deregistered' || fact.customerId !== shown.customerId) continue;
          for (const later of own) expect(comparePositions(later, fact)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves the present life alone, whatever comes late for an older one', () => {
    fc.assert(
      fc.property(aDevicesFacts, aDevicesFacts, (old, present) => {
        if (!present.some(({ type }) => type !== 'device-deregistered')) return;
        const now = presentLife([...old, ...BOUNDARIES, ...present.map(later)]);
        const alone = presentLife([...BOUNDARIES, ...present.map(later)]);
        expect(now?.slots).toEqual(alone?.slots);
        expect(now?.registrations).toEqual(alone?.registrations);
        expect(now?.customerId).toBe(alone?.customerId);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The facts that a life was given. */
function factsOfLife(life: DeviceLife, facts: readonly DeviceFact[]): readonly DeviceFact[] {
  const given = [
    ...life.registrations,
    ...life.deregistrations,
    ...life.subscriptions.map(({ fact }) => fact),
  ].map(factEventKey);
  return facts.filter((fact) => given.includes(factEventKey(fact)));
}

const LATER_MS = 102 * HOUR;

/** The fact after all that {@link aDevicesFacts} makes, and after a deregistration. */
function later(fact: DeviceFact): DeviceFact {
  const occurredAt = new Date(Date.parse(fact.occurredAt) + LATER_MS).toISOString();
  return { ...fact, notificationId: `later-${fact.notificationId}`, occurredAt };
}

const BOUNDARIES = [deregistered(101 * HOUR, ANN), deregistered(101 * HOUR, BEN)];

function presentLife(facts: readonly DeviceFact[]) {
  return concludeDevice(DEVICE, facts)?.lives.at(-1);
}

describe('isSelected', () => {
  it('goes by the products where Amazon leaves `subscribed` out', () => {
    expect(isSelected({ subscribed: null, selection: 'some', products: null })).toBe(true);
    expect(isSelected({ subscribed: false, selection: 'some', products: null })).toBe(false);
    expect(isSelected({ subscribed: null, selection: 'unknown', products: null })).toBe(false);
  });
});
