import type { DeviceEmail, SubscriptionChangedEmail } from '@refill/device-lifecycle/device-email';
import type { SelectedProduct } from '@refill/device-lifecycle/device-fact';
import type { SlotSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { SlotSide } from '@refill/device-lifecycle/slot-change';
import type { SubscriptionCause } from '@refill/device-lifecycle/subscription-cause';

const registeredAt = '2026-03-04T14:30:00.000Z';
const occurredAt = '2026-03-10T09:15:00.000Z';
const notificationId = 'amzn1.dash.notification.v1.sample';
const about = {
  device: { modelId: 'AquaFilter-300', serialNumber: 'AF3-0012345' },
  customerId: 'amzn1.account.SAMPLE',
} as const;

const product = (asin: string, quantity = 1): SelectedProduct => ({
  asin,
  quantity,
  unit: 'count',
});
const filter = product('B0EXAMPLE1', 2);
const successor = product('B0EXAMPLE3', 2);
const cleaner: SelectedProduct = { asin: 'B0EXAMPLE2', quantity: 1.5, unit: 'pounds' };

const on = (...products: readonly SelectedProduct[]): SlotSide => ({ subscribed: true, products });
const off = (...products: readonly SelectedProduct[]): SlotSide => ({
  subscribed: false,
  products,
});

const slot = (
  slotId: string,
  side: SlotSide,
  cause: SubscriptionCause | null = 'new-registration',
): SlotSnapshot => ({
  slotId,
  ...side,
  lastChangedAt: cause === null ? null : occurredAt,
  cause,
});

const emptySlots = [slot('water-filter', off()), slot('descaler', off())];

const registered = {
  ...about,
  trigger: { type: 'device-registered', notificationId, occurredAt: registeredAt },
  registeredAt,
} as const;
const welcome = {
  ...registered,
  kind: 'device-welcome',
  key: `device-welcome:${notificationId}`,
  occurredAt: registeredAt,
} as const;

/** What one slot went through: its id, the cause, before and after. */
type Change = readonly [
  slotId: string,
  cause: SubscriptionCause,
  before: SlotSide,
  after: SlotSide,
];

/** A mail about these changes; the slots after them, and those that stay as they are. */
function changed(
  changes: readonly Change[],
  others: readonly SlotSnapshot[] = [],
  version: '1.0' | '2.0' = '2.0',
): SubscriptionChangedEmail {
  return {
    ...about,
    kind: 'subscription-changed',
    key: `subscription-changed:${notificationId}`,
    occurredAt,
    trigger: { type: 'subscription-changed', notificationId, occurredAt },
    version,
    changes: changes.map(([slotId, cause, before, after]) => ({ slotId, cause, before, after })),
    slots: [...changes.map(([slotId, cause, , after]) => slot(slotId, after, cause)), ...others],
  };
}

const unnamed = (subscribed: boolean): SlotSide => ({ subscribed, products: null });
const goodbye = {
  ...about,
  kind: 'device-deregistered',
  key: `device-deregistered:${notificationId}`,
  occurredAt,
  trigger: { type: 'device-deregistered', notificationId, occurredAt },
  deregisteredAt: occurredAt,
} as const;

/** A mail of every kind and variant, with made-up data: for previews and tests. */
export const SAMPLE_DEVICE_EMAILS: Readonly<Record<string, DeviceEmail>> = {
  'device-welcome': { ...welcome, slots: emptySlots },
  'device-welcome.slots-unknown': { ...welcome, slots: [] },
  'device-welcome.partly-set-up': {
    ...welcome,
    slots: [slot('descaler', off()), slot('water-filter', on(filter))],
  },
  'device-welcome.set-up': { ...welcome, slots: [slot('water-filter', on(filter))] },
  'choose-products': {
    ...registered,
    kind: 'choose-products',
    key: `choose-products:${notificationId}`,
    occurredAt: '2026-03-05T14:30:00.000Z',
    slots: emptySlots,
  },
  'subscription-changed.new-registration': changed([
    ['water-filter', 'new-registration', off(), on(filter)],
  ]),
  'subscription-changed.product-chosen': changed(
    [['water-filter', 'product-chosen', off(), on(filter)]],
    [slot('descaler', off())],
  ),
  'subscription-changed.product-chosen-instead': changed([
    ['water-filter', 'product-chosen', off(filter), on(successor, cleaner)],
  ]),
  'subscription-changed.selection-cleared': changed([
    ['water-filter', 'selection-cleared', on(filter), off()],
  ]),
  'subscription-changed.one-product-removed': changed([
    ['water-filter', 'selection-cleared', on(filter, cleaner), on(cleaner)],
  ]),
  'subscription-changed.switched-on': changed([
    ['water-filter', 'switched-on', off(filter), on(filter)],
  ]),
  'subscription-changed.switched-off': changed(
    [['water-filter', 'switched-off', on(filter), off(filter)]],
    [slot('descaler', on(cleaner), 'product-chosen')],
  ),
  'subscription-changed.product-replaced': changed(
    [['water-filter', 'product-replaced', on(filter), on(successor)]],
    [slot('descaler', off(cleaner), 'switched-off')],
  ),
  'subscription-changed.products-replaced': changed([
    ['descaler', 'product-replaced', on(cleaner), on(product('B0EXAMPLE4'))],
    [
      'water-filter',
      'product-replaced',
      on(filter, product('B0EXAMPLE5')),
      on(successor, product('B0EXAMPLE6')),
    ],
  ]),
  'subscription-changed.several': changed(
    [
      ['cartridge-a', 'product-replaced', on(filter), on(successor)],
      ['cartridge-b', 'switched-off', on(cleaner), off(cleaner)],
      ['cartridge-c', 'selection-cleared', on(filter), off()],
      ['cartridge-d', 'product-chosen', off(), on(filter, cleaner)],
      ['cartridge-e', 'switched-on', off(cleaner), on(cleaner)],
    ],
    [slot('cartridge-f', off())],
  ),
  'subscription-changed.1.0-product-chosen': changed(
    [['water-filter', 'product-chosen', off(), unnamed(true)]],
    [slot('descaler', unnamed(true), null)],
    '1.0',
  ),
  'subscription-changed.1.0-switched-off': changed(
    [['water-filter', 'switched-off', unnamed(true), unnamed(false)]],
    [],
    '1.0',
  ),
  'subscription-changed.1.0-switched-on': changed(
    [
      ['descaler', 'switched-on', unnamed(false), unnamed(true)],
      ['water-filter', 'switched-on', unnamed(false), unnamed(true)],
    ],
    [],
    '1.0',
  ),
  'subscription-changed.reordering-unknown': changed([
    [
      'water-filter',
      'product-chosen',
      off(),
      { subscribed: null, products: [{ asin: null, quantity: 3, unit: 'Count' }] },
    ],
  ]),
  'device-deregistered': { ...goodbye, registeredAt },
  'device-deregistered.registration-unknown': { ...goodbye, registeredAt: null },
};
