import type { SlotSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { EmailItem } from './email-section';
import { itemsUpTo } from './items-up-to';
import { productWords } from './product-words';
import { slotName } from './slot-name';
import type { Wording } from './wording';

/** How the slots of a device stand, one entry per slot. */
export function slotItems(slots: readonly SlotSnapshot[], wording: Wording): readonly EmailItem[] {
  return itemsUpTo(
    slots,
    (slot) => ({ title: slotName(slot.slotId), notes: slotNotes(slot, wording) }),
    wording,
  );
}

/** Amazon, on 2.0: products of a slot that is not subscribed are those the customer had before. */
function slotNotes(slot: SlotSnapshot, wording: Wording): readonly string[] {
  const { label } = wording.words;
  const { subscribed } = slot;
  const products = productWords(slot.products ?? [], slotName(slot.slotId), wording);
  switch (subscribed) {
    case true:
      return [
        label('reorderingOn'),
        ...(products.length === 0 ? [label('productUnknown')] : products),
      ];
    case false:
      // 1.0 says no more than "off": whether a product is selected is not known then.
      return slot.products?.length === 0
        ? [label('nothingSelected')]
        : [
            label('reorderingOff'),
            ...products.map((product) => label('lastSelected', { product })),
          ];
    case null:
      return [label('reorderingUnknown'), ...products];
  }
}
