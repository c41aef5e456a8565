import type { SelectedProduct } from './device-fact';
import type { SlotContent } from './slot-state';
import type { SubscriptionCause } from './subscription-cause';

/**
 * Why a slot changed, apart from a new registration, which is not seen in the slot itself.
 *
 * 1.0 has booleans only: turning to `true` is a choice where nothing was selected since the registration, and
 * the switch otherwise; turning to `false` is the switch, since "cleared" looks the same. Another quantity of
 * the same ASIN is none of Amazon's five scenarios.
 * @returns `null` where nothing changed, or where what was before is not known
 */
export function causeOfChange(before: SlotContent, after: SlotContent): SubscriptionCause | null {
  const { added, removed } = compareAsins(before.products, after.products);
  const turned = turnOf(before, after);
  // Amazon only replaces what is selected: another product that is switched on at once was chosen.
  if (turned === 'on') return added || removed ? 'product-chosen' : 'switched-on';
  switch (before.selection) {
    case 'none':
      if (after.selection !== 'some') return null;
      return after.subscribed === false ? 'switched-off' : 'product-chosen';
    case 'unknown':
      return null;
    case 'some':
      if (after.selection === 'none') return 'selection-cleared';
      if (turned === 'off') return 'switched-off';
      if (added) return removed ? 'product-replaced' : 'product-chosen';
      return removed ? 'selection-cleared' : null;
  }
}

/** Which way a switch that was known turned where something may have been selected. */
function turnOf(before: SlotContent, after: SlotContent): 'on' | 'off' | null {
  if (before.selection === 'none' || before.subscribed === null || after.subscribed === null) {
    return null;
  }
  return before.subscribed === after.subscribed ? null : after.subscribed ? 'on' : 'off';
}

/** Only lists in which every product has its ASIN can be compared. */
function compareAsins(
  before: readonly SelectedProduct[] | null,
  after: readonly SelectedProduct[] | null,
): { readonly added: boolean; readonly removed: boolean } {
  const had = (before ?? []).map(({ asin }) => asin);
  const has = (after ?? []).map(({ asin }) => asin);
  if (before === null || after === null || had.includes(null) || has.includes(null)) {
    return { added: false, removed: false };
  }
  return {
    added: has.some((asin) => !had.includes(asin)),
    removed: had.some((asin) => !has.includes(asin)),
  };
}
