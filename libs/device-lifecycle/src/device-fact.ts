/**
 * What can be known about a device: every fact names when it happened in Amazon's time.
 *
 * Facts are stored in Temporal and in PostgreSQL: a field that is removed or changes its meaning breaks
 * running devices. They carry no personal data.
 */
export type DeviceFact = DeviceRegistered | DeviceDeregistered | SubscriptionChanged;

/** The kinds of facts, as they stand in the history's event types. */
export type DeviceFactType = DeviceFact['type'];

interface FactBase {
  /** Amazon's `notificationId`. */
  readonly notificationId: string;
  /** Amazon's `notificationTime`: ISO 8601, UTC. */
  readonly occurredAt: string;
  /** Amazon's `directedCustomerId`: an opaque id, no personal data. */
  readonly customerId: string;
}

/** The customer completed Login with Amazon. Amazon: sent before any ASIN is selected. */
export interface DeviceRegistered extends FactBase {
  readonly type: 'device-registered';
}

/** The device is no longer registered; Amazon does not say why. */
export interface DeviceDeregistered extends FactBase {
  readonly type: 'device-deregistered';
}

/** The state of every slot after a change; Amazon does not say which of its five causes it had. */
export interface SubscriptionChanged extends FactBase {
  readonly type: 'subscription-changed';
  readonly version: SubscriptionVersion;
  readonly slots: readonly SlotWord[];
}

/** The shape of a SubscriptionChanged: `1.0` knows booleans only, `2.0` knows products. */
export type SubscriptionVersion = '1.0' | '2.0';

/** What a SubscriptionChanged says of one slot. */
export interface SlotWord {
  readonly slotId: string;
  /** `null` where Amazon leaves it out. */
  readonly subscribed: boolean | null;
  /** Always empty in 1.0. With `subscribed: false` it is what the customer had before. */
  readonly products: readonly SelectedProduct[];
}

/** One entry of a slot's `productInfoList`; what Amazon leaves out is `null`. */
export interface SelectedProduct {
  readonly asin: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
}
