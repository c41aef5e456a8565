import type { SubscriptionChanged, SubscriptionVersion } from './device-fact';
import type { FactPosition } from './fact-position';
import type { SlotChange } from './slot-change';
import type { SlotState } from './slot-state';

/** A SubscriptionChanged and what it changed. */
export interface SubscriptionStep {
  readonly fact: SubscriptionChanged;
  /** One entry per slot that changed with one of the five causes. */
  readonly changes: readonly SlotChange[];
}

/**
 * The time in which a device belonged to one customer: from a registration, or the first word about it,
 * to the deregistration, or another customer's registration.
 */
export interface DeviceLife {
  readonly customerId: string;
  /** The last position before this life; `null` where none is known. */
  readonly after: FactPosition | null;
  /** What lies up to here has been folded together; `null` where nothing has. */
  readonly foldedUntil: FactPosition | null;
  /** Every registration and deregistration that is remembered, the newest last. */
  readonly registrations: readonly FactPosition[];
  readonly deregistrations: readonly FactPosition[];
  /** The newest word about the slots. */
  readonly subscription: FactPosition | null;
  /** The version of the newest SubscriptionChanged that named a slot. */
  readonly version: SubscriptionVersion | null;
  /** Sorted by `slotId`. */
  readonly slots: readonly SlotState[];
  /** Whether anything was ever selected. */
  readonly everSelected: boolean;
  /** The SubscriptionChanged that are remembered one by one, the newest last. */
  readonly subscriptions: readonly SubscriptionStep[];
}
