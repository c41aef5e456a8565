import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { SubscriptionVersion } from './device-fact';
import type { SlotSnapshot } from './device-snapshot';
import type { FactPosition } from './fact-position';
import type { SlotChange } from './slot-change';

/** The kinds of mail that a device can cause. Source: the design's "Emails". */
export const DEVICE_EMAIL_KINDS = [
  'device-welcome',
  'choose-products',
  'subscription-changed',
  'device-deregistered',
] as const;

/** A kind of mail that a device can cause. */
export type DeviceEmailKind = (typeof DEVICE_EMAIL_KINDS)[number];

/** A mail about a device, with all that it says. Times are ISO 8601, UTC. */
export type DeviceEmail =
  DeviceWelcomeEmail | ChooseProductsEmail | SubscriptionChangedEmail | DeviceDeregisteredEmail;

interface DeviceEmailBase {
  /** `{kind}:{notificationId}`: a mail with this key is sent once per device. */
  readonly key: string;
  readonly device: DeviceIdentity;
  /** To whom it goes: the customer of that life, who may not be the present one. */
  readonly customerId: string;
  /** When that of which it tells happened. */
  readonly occurredAt: string;
  /** The fact that it tells of. */
  readonly trigger: FactPosition;
}

/** The device was registered: a call to subscribe. Once per life. */
export interface DeviceWelcomeEmail extends DeviceEmailBase {
  readonly kind: 'device-welcome';
  readonly registeredAt: string;
  /** What is known of the slots; empty while Amazon has said nothing. */
  readonly slots: readonly SlotSnapshot[];
}

/** Nothing was selected for too long. Once per life. */
export interface ChooseProductsEmail extends DeviceEmailBase {
  readonly kind: 'choose-products';
  readonly registeredAt: string;
  /** What is known of the slots; empty while Amazon has said nothing. */
  readonly slots: readonly SlotSnapshot[];
}

/** What changed in the slots. Once per notification. */
export interface SubscriptionChangedEmail extends DeviceEmailBase {
  readonly kind: 'subscription-changed';
  readonly version: SubscriptionVersion;
  /** One entry per slot; at least one. */
  readonly changes: readonly SlotChange[];
  /** How all slots stand now. */
  readonly slots: readonly SlotSnapshot[];
}

/** The device is gone. Once per life. */
export interface DeviceDeregisteredEmail extends DeviceEmailBase {
  readonly kind: 'device-deregistered';
  /** `null` where Refill never heard of the registration. */
  readonly registeredAt: string | null;
  readonly deregisteredAt: string;
}
