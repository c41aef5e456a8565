import type { SelectedProduct, SubscriptionVersion } from '@refill/device-lifecycle/device-fact';
import type { SlotChange } from '@refill/device-lifecycle/slot-change';
import type { EmailItem } from './email-section';
import { itemsUpTo } from './items-up-to';
import { productNames, productWords } from './product-words';
import { slotName } from './slot-name';
import type { Wording } from './wording';

/** What changed, one entry per slot. */
export function slotChangeItems(
  changes: readonly SlotChange[],
  version: SubscriptionVersion,
  wording: Wording,
): readonly EmailItem[] {
  return itemsUpTo(
    changes,
    (change) => ({
      title: slotName(change.slotId),
      notes: changeNotes(change, version, wording),
    }),
    wording,
  );
}

function changeNotes(
  { slotId, cause, before, after }: SlotChange,
  version: SubscriptionVersion,
  wording: Wording,
): readonly string[] {
  const { label } = wording.words;
  const slot = slotName(slotId);
  const named = (products: readonly SelectedProduct[] | null): string | null =>
    productNames(products ?? [], wording);
  const added = withoutAsinsOf(after.products, before.products);
  const removed = withoutAsinsOf(before.products, after.products);
  // 1.0 can't tell a selection that was cleared or made from a switch: nothing is said of who did it, or to what.
  const byCustomer = version === '2.0';
  switch (cause) {
    case 'new-registration': {
      const on = after.subscribed === true;
      return [label('newRegistration', { on, products: named(after.products) })];
    }
    case 'product-chosen': {
      // Where one of several products is switched on again without the others, none is new.
      const isNew = added.length > 0;
      const products = named(isNew ? added : after.products);
      return [label('productChosen', { products, instead: isNew ? named(removed) : null })];
    }
    case 'selection-cleared':
      return [label('selectionCleared', { products: named(removed) })];
    case 'switched-on':
      return [label('switchedOn', { byCustomer, products: named(after.products) })];
    case 'switched-off':
      return [label('switchedOff', { byCustomer, products: named(after.products) })];
    case 'product-replaced':
      return [
        label('productReplaced', { several: removed.length > 1 }),
        ...withQuantities('before', removed, slot, wording),
        ...withQuantities('now', added, slot, wording),
      ];
  }
}

function withQuantities(
  side: 'before' | 'now',
  products: readonly SelectedProduct[],
  slotId: string,
  wording: Wording,
): readonly string[] {
  return productWords(products, slotId, wording).map((product) =>
    wording.words.label(side, { product }),
  );
}

/** The products of the first list whose ASIN the second one does not have. */
function withoutAsinsOf(
  products: readonly SelectedProduct[] | null,
  others: readonly SelectedProduct[] | null,
): readonly SelectedProduct[] {
  const known = new Set((others ?? []).map(({ asin }) => asin));
  return (products ?? []).filter(({ asin }) => !known.has(asin));
}
