import fc from 'fast-check';
import type { DeviceFact } from './device-fact';
import { live, throughJson } from './test-support/arrival';
import { ANN, BEN, changedV2, factsOf, registered, T0 } from './test-support/facts';
import {
  eventWithCustomerErased,
  hasErasedCustomer,
  withCustomerErased,
} from './with-customer-erased';
import { viewDevice } from './device-view';

const ERASED = { customerId: ANN, pseudonym: `erased-${'0'.repeat(32)}` };

/** How the device stands after these facts, of which most are folded into its past. */
const courseOf = (facts: readonly DeviceFact[]) =>
  live(
    facts.map((fact, index) => ({ fact, arrivesAt: T0 + index })),
    { facts: 3, entries: 12, ids: 4 },
  );

const someFacts = factsOf(12).chain((facts) =>
  fc.shuffledSubarray([...facts], { minLength: facts.length }),
);

describe('withCustomerErased', () => {
  it('leaves the id nowhere, and comes to the same as if the pseudonym had been the id', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const { state } = courseOf(facts);
        const erased = withCustomerErased(state, ERASED);
        // The ids of the facts name the customer too, for the test's sake only.
        const ids = JSON.stringify(erased).match(/"customerId":"[^"]*"/g) ?? [];
        expect(ids).not.toContain(`"customerId":"${ANN}"`);
        const renamed = facts.map((fact) =>
          fact.customerId === ANN ? { ...fact, customerId: ERASED.pseudonym } : fact,
        );
        expect(erased).toEqual(courseOf(renamed).state);
        expect(throughJson(erased)).toEqual(erased);
      }),
      { numRuns: 200 },
    );
  });

  it('touches no other customer, and gives back the same state where there is nothing to forget', () => {
    const { state } = courseOf([registered(0, BEN)]);
    expect(withCustomerErased(state, ERASED)).toBe(state);
    const both = withCustomerErased(courseOf([registered(0), registered(1, BEN)]).state, ERASED);
    expect(viewDevice(both, T0)?.lives.map(({ customerId }) => customerId)).toEqual([
      ERASED.pseudonym,
      BEN,
    ]);
    expect(withCustomerErased(both, ERASED)).toBe(both);
  });
});

describe('hasErasedCustomer', () => {
  it('tells whether any customer of the device was erased, also one folded into the past', () => {
    const facts = [
      registered(0),
      changedV2(1, { ink: [true, 'A'] }),
      changedV2(2, { ink: [false] }),
    ];
    for (const count of [1, 2, 3]) {
      const { state } = courseOf(facts.slice(0, count));
      expect(hasErasedCustomer(state)).toBe(false);
      expect(hasErasedCustomer(withCustomerErased(state, ERASED))).toBe(true);
    }
  });
});

describe('eventWithCustomerErased', () => {
  it('replaces the id in the events of facts, and leaves the rest of them', () => {
    const base = { key: 'key', occurredAt: 'then' };
    const fact = changedV2(1, { ink: [true, 'A'] });
    const event = {
      ...base,
      notificationId: fact.notificationId,
      type: fact.type,
      data: { fact, changes: [] },
    };
    expect(eventWithCustomerErased(event, ERASED)).toEqual({
      ...event,
      data: { fact: { ...fact, customerId: ERASED.pseudonym }, changes: [] },
    });
    const note = { ...base, notificationId: null, type: 'note' as const, data: { text: ANN } };
    expect(eventWithCustomerErased(note, ERASED)).toBe(note);
  });
});
