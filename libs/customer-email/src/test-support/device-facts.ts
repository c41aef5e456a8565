import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import type { DeviceFact, SelectedProduct } from '@refill/device-lifecycle/device-fact';
import { applyFact, newDevice, withEmail } from '@refill/device-lifecycle/device-state';
import { viewDevice } from '@refill/device-lifecycle/device-view';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { emailsDue } from '@refill/device-lifecycle/emails-due';
import fc from 'fast-check';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-03-01T12:00:00.000Z');

/** What the maker and Amazon may call things in a generated history. */
export interface Names {
  readonly slotIds: readonly string[];
  readonly asins: readonly string[];
  readonly units: readonly string[];
  readonly device: { readonly modelId: string; readonly serialNumber: string };
}

function facts({ slotIds, asins, units }: Names): fc.Arbitrary<readonly DeviceFact[]> {
  const product: fc.Arbitrary<SelectedProduct> = fc.record({
    asin: fc.option(fc.constantFrom(...asins), { freq: 5 }),
    quantity: fc.option(fc.constantFrom(0, 1, 2.5, 1_000_000), { freq: 5 }),
    unit: fc.option(fc.constantFrom(...units), { freq: 3 }),
  });
  const slotId = fc.constantFrom(...slotIds);
  const base = fc.record({
    notificationId: fc.uuid(),
    occurredAt: fc
      .oneof(fc.constantFrom(0, 600, HOUR, 25 * HOUR), fc.integer({ min: 0, max: 100 * HOUR }))
      .map((ms) => new Date(T0 + ms).toISOString()),
    customerId: fc.constantFrom('ann', 'ann', 'ann', 'ben'),
  });
  const subscribed = fc.constantFrom(true, true, false, null);
  const fact: fc.Arbitrary<DeviceFact> = fc.oneof(
    {
      weight: 2,
      arbitrary: base.map((fields): DeviceFact => ({ ...fields, type: 'device-registered' })),
    },
    {
      weight: 1,
      arbitrary: base.map((fields): DeviceFact => ({ ...fields, type: 'device-deregistered' })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(base, fc.dictionary(slotId, fc.boolean(), { maxKeys: 4 }))
        .map(([fields, slots]): DeviceFact => ({
          ...fields,
          type: 'subscription-changed',
          version: '1.0',
          slots: Object.entries(slots).map(([id, on]) => ({
            slotId: id,
            subscribed: on,
            products: [],
          })),
        })),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          base,
          fc.dictionary(slotId, fc.tuple(subscribed, fc.array(product, { maxLength: 3 })), {
            maxKeys: 4,
          }),
        )
        .map(([fields, slots]): DeviceFact => ({
          ...fields,
          type: 'subscription-changed',
          version: '2.0',
          slots: Object.entries(slots).map(([id, [on, products]]) => ({
            slotId: id,
            subscribed: on,
            products,
          })),
        })),
    },
  );
  return fc.array(fact, { minLength: 1, maxLength: 10 });
}

/** Every mail that the core makes of a device's history, sent or skipped, as the facts come in. */
function emailsOf(device: Names['device'], history: readonly DeviceFact[]): readonly DeviceEmail[] {
  let state = newDevice(device, DEFAULT_DEVICE_WINDOWS);
  const emails: DeviceEmail[] = [];
  for (const fact of history) {
    state = applyFact(state, fact);
    const now = Date.parse(fact.occurredAt) + 2 * HOUR;
    const view = viewDevice(state, now);
    if (view === null) continue;
    for (const { email } of emailsDue(state, view)) {
      emails.push(email);
      state = withEmail(state, email, { outcome: 'sent', messageId: email.key });
    }
  }
  return emails;
}

/** Mails of any kind that the core can make, all of one device. */
export function coreEmails(names: fc.Arbitrary<Names>): fc.Arbitrary<readonly DeviceEmail[]> {
  return names.chain((all) =>
    facts(all).map((history) =>
      emailsOf(
        all.device,
        // Most often in order, for a device of which Amazon speaks out of order has fewer changes.
        [...history].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)),
      ),
    ),
  );
}
