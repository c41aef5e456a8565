import type { SelectedProduct, SlotWord, SubscriptionVersion } from './device-fact';
import type { SubscriptionCause } from './subscription-cause';

/**
 * Whether products are selected in a slot, switched on or not.
 * `unknown`: Refill never heard of the slot before, or 1.0 said `false`, which may mean cleared or switched off.
 */
export type SlotSelection = 'none' | 'some' | 'unknown';

/** What is known of a slot. */
export interface SlotContent {
  /** `null` while Amazon has not said. */
  readonly subscribed: boolean | null;
  readonly selection: SlotSelection;
  /** The products last heard of, `null` where no notification named them. */
  readonly products: readonly SelectedProduct[] | null;
}

/** The last change of a slot that had one of the five causes. */
export interface LastChange {
  readonly cause: SubscriptionCause;
  readonly notificationId: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** A slot of a device in one of its lives. */
export interface SlotState extends SlotContent {
  readonly slotId: string;
  readonly change: LastChange | null;
}

/** A slot right after a registration. Amazon: a device is registered before any ASIN is selected. */
export const EMPTY_SLOT: SlotContent = { subscribed: false, selection: 'none', products: [] };

/** A slot of a device that was registered before Refill heard of it. */
export const UNKNOWN_SLOT: SlotContent = { subscribed: null, selection: 'unknown', products: null };

/**
 * A slot after a SubscriptionChanged spoke of it.
 *
 * What a notification leaves out stays as it was: the products in 1.0, `subscribed` where it is missing.
 * Amazon on 2.0: products with `subscribed: false` are those the customer was subscribed with before.
 */
export function hearSlot(
  before: SlotContent,
  word: SlotWord,
  version: SubscriptionVersion,
): SlotContent {
  const named = word.products.length > 0;
  switch (word.subscribed) {
    case true:
      return {
        subscribed: true,
        selection: 'some',
        // After an unknown selection the products last heard of may no longer be those.
        products: named ? word.products : before.selection === 'some' ? before.products : null,
      };
    case false:
      if (named) return { subscribed: false, selection: 'some', products: word.products };
      if (version === '2.0') return EMPTY_SLOT;
      return {
        subscribed: false,
        selection: before.selection === 'none' ? 'none' : 'unknown',
        products: before.products,
      };
    case null:
      if (!named) return before;
      return {
        subscribed: before.selection === 'some' ? before.subscribed : null,
        selection: 'some',
        products: word.products,
      };
  }
}

/** Whether a slot reorders, as far as Amazon has said. */
export function isSelected({ subscribed, selection }: SlotContent): boolean {
  return subscribed ?? selection === 'some';
}
