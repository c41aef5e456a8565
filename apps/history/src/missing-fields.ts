import type { SlotWord, SubscriptionChanged } from '@refill/device-lifecycle/device-fact';
import type { FactItem, ItemShipped, OrderPlaced } from '@refill/order-lifecycle/order-fact';

/** What was read from a notification of a type that exists in two versions. */
export type VersionedFact = OrderPlaced | ItemShipped | SubscriptionChanged;

/**
 * Which fields of Amazon's 2.0 shape were not read from a notification, by their path in the message.
 * Empty: all were read.
 *
 * Source: Amazon's page "Notification Messages (DRS)", the samples of version 2.0 and the notes on it. An
 * ItemShipped 2.0 has no quantity there, so none is asked for.
 */
export function missingFields(fact: VersionedFact): readonly string[] {
  switch (fact.type) {
    case 'order-placed':
      return missingInItems(fact.items, ['quantity', 'unit', 'asin', 'estimatedDelivery']);
    case 'item-shipped':
      return missingInItems(fact.items, ['unit', 'asin', 'estimatedDelivery']);
    case 'subscription-changed':
      return missingInSlots(fact);
  }
}

const AMAZONS_NAMES = {
  quantity: 'quantity',
  unit: 'unit',
  asin: 'asin',
  estimatedDelivery: 'estimatedDeliveryDate',
} as const;

function missingInItems(
  items: readonly FactItem[],
  fields: readonly (keyof FactItem)[],
): readonly string[] {
  const path = 'orderInfo.productInfo';
  if (items.length === 0) return [path];
  return items.flatMap((item, index) =>
    fields
      .filter((field) => item[field] === null)
      .map((field) => `${path}[${String(index)}].${AMAZONS_NAMES[field]}`),
  );
}

function missingInSlots({ slots }: SubscriptionChanged): readonly string[] {
  const path = 'subscriptionInfo.slotsSubscriptionStatus';
  if (slots.length === 0) return [path];
  const missing = slots.flatMap((slot) => missingInSlot(slot, `${path}.${slot.slotId}`));
  // A cleared slot has no product, but one with products must have been read as well.
  const namesProducts = slots.some(({ products }) => products.length > 0);
  return namesProducts ? missing : [...missing, `${path}.*.productInfoList`];
}

function missingInSlot({ subscribed, products }: SlotWord, path: string): readonly string[] {
  const fields = ['quantity', 'unit', 'asin'] as const;
  const list = `${path}.productInfoList`;
  return [
    ...(subscribed === null ? [`${path}.subscribed`] : []),
    ...(subscribed === true && products.length === 0 ? [list] : []),
    ...products.flatMap((product, index) =>
      fields
        .filter((field) => product[field] === null)
        .map((field) => `${list}[${String(index)}].${field}`),
    ),
  ];
}
