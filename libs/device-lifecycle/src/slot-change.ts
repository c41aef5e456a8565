import type { SelectedProduct } from './device-fact';
import type { SlotContent } from './slot-state';
import type { SubscriptionCause } from './subscription-cause';

/** A slot before or after a change; `null` is what Amazon has not said. */
export interface SlotSide {
  readonly subscribed: boolean | null;
  readonly products: readonly SelectedProduct[] | null;
}

/** How one slot changed with a SubscriptionChanged, and why. */
export interface SlotChange {
  readonly slotId: string;
  readonly cause: SubscriptionCause;
  readonly before: SlotSide;
  readonly after: SlotSide;
}

/** One side of a change. */
export function sideOf({ subscribed, products }: SlotContent): SlotSide {
  return { subscribed, products };
}

/** Whether a customer has to be told: that nothing is selected yet, the welcome mail says already. */
export function isWorthTelling({ cause, after }: SlotChange): boolean {
  return cause !== 'new-registration' || (after.subscribed ?? (after.products ?? []).length > 0);
}
