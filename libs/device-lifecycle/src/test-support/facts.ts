import fc from 'fast-check';
import type {
  DeviceDeregistered,
  DeviceFact,
  DeviceRegistered,
  SelectedProduct,
  SlotWord,
  SubscriptionChanged,
} from '../device-fact';

/** The test device. */
export const DEVICE = { modelId: 'model', serialNumber: 'serial' };

/** The customer of every fact that names no other. */
export const ANN = 'amzn1.account.ANN';

/** Another customer. */
export const BEN = 'amzn1.account.BEN';

/** The moment from which tests count: ms since the epoch. */
export const T0 = Date.parse('2026-03-01T12:00:00.000Z');

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The moment `ms` after {@link T0}: ISO 8601, UTC. */
export function at(ms: number): string {
  return new Date(T0 + ms).toISOString();
}

/** A product: one piece of the ASIN. */
export function product(asin: string | null, quantity: number | null = 1): SelectedProduct {
  return { asin, quantity, unit: 'count' };
}

/** A DeviceRegistered of T0 + `ms`. */
export function registered(ms: number, customerId = ANN): DeviceRegistered {
  const notificationId = `registered-${String(ms)}-${customerId}`;
  return { type: 'device-registered', notificationId, occurredAt: at(ms), customerId };
}

/** A DeviceDeregistered of T0 + `ms`. */
export function deregistered(ms: number, customerId = ANN): DeviceDeregistered {
  const notificationId = `deregistered-${String(ms)}-${customerId}`;
  return { type: 'device-deregistered', notificationId, occurredAt: at(ms), customerId };
}

/** The slots of a 1.0 SubscriptionChanged: `{ink: true}`. */
export type Booleans = Readonly<Record<string, boolean>>;

/** A 1.0 SubscriptionChanged of T0 + `ms`. */
export function changedV1(ms: number, slots: Booleans, customerId = ANN): SubscriptionChanged {
  const words = Object.entries(slots).map(([slotId, subscribed]) => ({
    slotId,
    subscribed,
    products: [],
  }));
  return changed(ms, '1.0', words, customerId);
}

/** The slots of a 2.0 SubscriptionChanged: `{ink: [true, 'A'], toner: [false]}`. */
export type Selections = Readonly<Record<string, readonly [boolean | null, ...string[]]>>;

/** A 2.0 SubscriptionChanged of T0 + `ms`. */
export function changedV2(ms: number, slots: Selections, customerId = ANN): SubscriptionChanged {
  const words = Object.entries(slots).map(([slotId, [subscribed, ...asins]]) => ({
    slotId,
    subscribed,
    products: asins.map((asin) => product(asin)),
  }));
  return changed(ms, '2.0', words, customerId);
}

function changed(
  ms: number,
  version: '1.0' | '2.0',
  slots: readonly SlotWord[],
  customerId: string,
): SubscriptionChanged {
  return {
    type: 'subscription-changed',
    notificationId: `changed-${String(ms)}-${customerId}-${version}-${JSON.stringify(slots)}`,
    occurredAt: at(ms),
    customerId,
    version,
    slots,
  };
}

/** Times that collide now and then, and that lie near each other, for that is where convergence breaks. */
const aTime = fc.oneof(
  fc.constantFrom(0, 0, 500, 1_000, 30_000, 61_000, HOUR, 25 * HOUR, 26 * HOUR, 80 * HOUR),
  fc.integer({ min: 0, max: 100 * HOUR }),
);

const aCustomer = fc.constantFrom(ANN, ANN, ANN, ANN, BEN);

const aBoolean: fc.Arbitrary<boolean> = fc.boolean();

const aSelection: fc.Arbitrary<readonly [boolean | null, ...string[]]> = fc
  .tuple(
    fc.constantFrom<boolean | null>(true, true, false, null),
    fc.subarray(['A', 'B', 'C'], { maxLength: 2 }),
  )
  .map(([subscribed, asins]) => [subscribed, ...asins]);

const aSlotId = fc.constantFrom('ink', 'toner', 'paper');

/** Any fact of one device. */
export const aFact: fc.Arbitrary<DeviceFact> = fc.oneof(
  { arbitrary: fc.tuple(aTime, aCustomer).map(([ms, who]) => registered(ms, who)), weight: 2 },
  { arbitrary: fc.tuple(aTime, aCustomer).map(([ms, who]) => deregistered(ms, who)), weight: 2 },
  {
    arbitrary: fc
      .tuple(aTime, fc.dictionary(aSlotId, aBoolean, { maxKeys: 3 }), aCustomer)
      .map(([ms, slots, who]) => changedV1(ms, slots, who)),
    weight: 2,
  },
  {
    arbitrary: fc
      .tuple(aTime, fc.dictionary(aSlotId, aSelection, { maxKeys: 3 }), aCustomer)
      .map(([ms, slots, who]) => changedV2(ms, slots, who)),
    weight: 4,
  },
);

/** The facts of one device, each id once. */
export const aDevicesFacts = factsOf(8);

/** As {@link aDevicesFacts}, up to so many. */
export function factsOf(maxLength: number): fc.Arbitrary<readonly DeviceFact[]> {
  return fc.uniqueArray(aFact, {
    selector: (fact) => fact.notificationId,
    minLength: 1,
    maxLength,
    size: 'max',
  });
}
