import fc from 'fast-check';
import { concludeDevice } from './conclude-device';
import { carryDevice, deviceCarrySchema } from './device-carry';
import type { DeviceFact } from './device-fact';
import type { DeviceMemory } from './device-memory';
import { comparePositions, factEventKey } from './fact-position';
import { live, takeAtOnce } from './test-support/arrival';
import { changedV2, DEVICE, factsOf, MINUTE, registered, T0 } from './test-support/facts';

/** So small that almost every fact is folded. */
const SMALL: DeviceMemory = { facts: 3, entries: 12, ids: 4 };

const MANY_IDS: DeviceMemory = { ...SMALL, ids: 1_000 };

/** Facts in any order and with repetitions, and after which of them the workflow goes on as new. */
const someArrivals = factsOf(16).chain((facts) =>
  fc.tuple(
    fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length }),
    fc.array(fc.boolean(), { minLength: 2 * facts.length, maxLength: 2 * facts.length }),
  ),
);

describe('carrying a device from run to run', () => {
  it('comes to the same as going on without, wherever it is done', () => {
    fc.assert(
      fc.property(
        someArrivals,
        fc.constantFrom(SMALL, MANY_IDS, undefined),
        ([facts, carries], memory) => {
          const arrivals = facts.map((fact, index) => ({ fact, arrivesAt: T0 + index * MINUTE }));
          const carried = arrivals.map((arrival, index) => ({
            ...arrival,
            carry: carries[index] ?? false,
          }));
          expect(live(carried, memory)).toEqual(live(arrivals, memory));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('remembers no more than it should', () => {
    fc.assert(
      fc.property(someArrivals, ([facts]) => {
        const { state } = live(
          facts.map((fact) => ({ fact, arrivesAt: T0 })),
          SMALL,
        );
        expect(state.facts.length).toBeLessThanOrEqual(SMALL.facts);
        expect(state.recorded.length).toBeLessThanOrEqual(SMALL.facts);
        expect(state.forgotten.length).toBeLessThanOrEqual(SMALL.ids);
        expect(state.emails.length).toBeLessThanOrEqual(3 * (SMALL.facts + 1) + SMALL.facts);
        expect(state.late).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('takes no redelivery for news, whether its fact is still held or not', () => {
    fc.assert(
      fc.property(someArrivals, ([facts, carries]) => {
        const { eventKeys, sent, skipped } = live(
          facts.map((fact, index) => ({ fact, arrivesAt: T0, carry: carries[index] ?? false })),
          MANY_IDS,
        );
        expect([...eventKeys].sort()).toEqual([...new Set(facts.map(factEventKey))].sort());
        const mails = [...sent, ...skipped].map(({ key }) => key);
        expect(new Set(mails).size).toBe(mails.length);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what another release wrote, and names what is wrong', () => {
    const { state } = live([{ fact: registered(0), arrivesAt: T0 }]);
    expect(deviceCarrySchema.safeParse({ ...carryDevice(state), format: 2 }).success).toBe(false);
    const broken = deviceCarrySchema.safeParse({ format: 1, state: { ...state, facts: [{}] } });
    expect(broken.error?.issues[0]?.path.slice(0, 3)).toEqual(['state', 'facts', 0]);
  });
});

describe('beyond what is remembered', () => {
  /** Facts of one customer that name every slot, as Amazon's do, in any order of arrival. */
  const wholeFacts = fc
    .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 30, size: 'max' })
    .chain((times) =>
      fc.tuple(
        ...times.map((minute) =>
          fc.oneof(
            { arbitrary: fc.constant(registered(minute * MINUTE)), weight: 1 },
            {
              arbitrary: fc
                .tuple(fc.boolean(), fc.boolean(), fc.constantFrom('A', 'B'))
                .map(([ink, toner, asin]) =>
                  changedV2(minute * MINUTE, { ink: [ink, asin], toner: [toner, asin] }),
                ),
              weight: 3,
            },
            {
              arbitrary: fc.constant<DeviceFact>({
                type: 'device-deregistered',
                notificationId: `gone-${String(minute)}`,
                occurredAt: new Date(T0 + minute * MINUTE).toISOString(),
                customerId: 'amzn1.account.ANN',
              }),
              weight: 1,
            },
          ),
        ),
      ),
    )
    .chain((facts) =>
      fc.tuple(
        fc.constant<readonly DeviceFact[]>(facts),
        fc.shuffledSubarray<DeviceFact>(facts, { minLength: facts.length }),
      ),
    );

  it('still ends where the facts end: same status, same slots, in any order of arrival', () => {
    fc.assert(
      fc.property(wholeFacts, ([facts, shuffled]) => {
        const { final, eventKeys } = live(
          shuffled.map((fact) => ({ fact, arrivesAt: T0 })),
          SMALL,
        );
        const exact = concludeDevice(DEVICE, facts)?.snapshot;
        expect(final.status).toBe(exact?.status);
        expect(final.deregisteredAt).toBe(exact?.deregisteredAt);
        expect(final.lastNotificationAt).toBe(exact?.lastNotificationAt);
        expect(eventKeys).toHaveLength(facts.length);
        if (final.status === 'deregistered') return;
        expect(final.registeredAt).toBe(exact?.registeredAt);
        expect(final.subscriptionChangedAt).toBe(exact?.subscriptionChangedAt);
        const present = (slots: typeof final.slots | undefined) =>
          slots?.map(({ slotId, subscribed, products }) => ({ slotId, subscribed, products }));
        expect(present(final.slots)).toEqual(present(exact?.slots));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is exact where what is remembered spans what comes late and the pairs it belongs to', () => {
    fc.assert(
      fc.property(wholeFacts, fc.array(fc.nat(2), { maxLength: 30 }), ([facts], jumps) => {
        const ordered = [...facts].sort(comparePositions);
        // Each fact comes at most two places too early. Remembered are some more: a change is told apart by its
        // neighbours, the registration near to it too, and those must not be folded before it is complete.
        const arriving = ordered
          .map((fact, index) => ({ fact, place: index - (jumps[index] ?? 0) }))
          .sort((a, b) => a.place - b.place)
          .map(({ fact }) => ({ fact, arrivesAt: T0 }));
        expect(live(arriving, { ...SMALL, facts: 8, entries: 1_000 }).final).toEqual(
          concludeDevice(DEVICE, facts)?.snapshot,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a device with thousands of notifications', () => {
  const many: readonly DeviceFact[] = [
    registered(0),
    ...Array.from({ length: 5_000 }, (_, index) => ({
      ...changedV2((index + 1) * MINUTE, { ink: [index % 2 === 0, 'A'], toner: [true, 'B'] }),
      notificationId: `amzn1.dash.notification.v1.00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
    })),
  ];

  it('takes them in at once without holding up a worker, and is small afterwards', () => {
    const begun = performance.now();
    const { applied, course } = takeAtOnce(many);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(applied).toBe(many.length);
    expect(course.snapshot).toEqual(concludeDevice(DEVICE, many)?.snapshot);
    expect(JSON.stringify(carryDevice(course.state)).length).toBeLessThan(250_000);
  });
});
