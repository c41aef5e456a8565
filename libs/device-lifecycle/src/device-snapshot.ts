import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { SelectedProduct, SubscriptionVersion } from './device-fact';
import type { DeviceLife } from './device-life';
import type { SlotState } from './slot-state';
import type { SubscriptionCause } from './subscription-cause';
import { type DeviceStatus, statusOf } from './device-status';

/** One slot of a device, as the history shows it. */
export interface SlotSnapshot {
  readonly slotId: string;
  /** `null` while Amazon has not said. */
  readonly subscribed: boolean | null;
  /**
   * The products last heard of: while `subscribed` is `false`, those the customer had before.
   * `null` where no notification named them (1.0 never does), empty where nothing is selected.
   */
  readonly products: readonly SelectedProduct[] | null;
  /** When it last changed with one of the five causes; `null` where Refill has seen no change. */
  readonly lastChangedAt: string | null;
  /** Why it changed then. */
  readonly cause: SubscriptionCause | null;
}

/**
 * All that is known of a device's present life; what the history's row holds.
 * Times are ISO 8601, UTC, always Amazon's `notificationTime`; what is not known is `null`.
 */
export interface DeviceSnapshot {
  readonly device: DeviceIdentity;
  /** Amazon's `directedCustomerId`. */
  readonly customerId: string;
  readonly status: DeviceStatus;
  /** The newest registration of this life; `null` where Refill never heard of one. */
  readonly registeredAt: string | null;
  /** The newest deregistration of this life; `null` while it goes on. */
  readonly deregisteredAt: string | null;
  /** The newest SubscriptionChanged of this life. */
  readonly subscriptionChangedAt: string | null;
  /** The version of the newest SubscriptionChanged of this life that named a slot. */
  readonly subscriptionVersion: SubscriptionVersion | null;
  /** Sorted by `slotId`; as they were at the end when the device is deregistered. */
  readonly slots: readonly SlotSnapshot[];
  /** The newest notification about the device, in whichever life. */
  readonly lastNotificationAt: string;
}

/** A slot as it is shown. */
export function slotSnapshotOf({ slotId, subscribed, products, change }: SlotState): SlotSnapshot {
  return {
    slotId,
    subscribed,
    products,
    lastChangedAt: change?.occurredAt ?? null,
    cause: change?.cause ?? null,
  };
}

/**
 * A life as it is shown.
 * @param lastNotificationAt the newest time that any fact of the device names: ISO 8601, UTC
 */
export function snapshotOf(
  device: DeviceIdentity,
  life: DeviceLife,
  lastNotificationAt: string,
): DeviceSnapshot {
  return {
    device: { modelId: device.modelId, serialNumber: device.serialNumber },
    customerId: life.customerId,
    status: statusOf(life),
    registeredAt: life.registrations.at(-1)?.occurredAt ?? null,
    deregisteredAt: life.deregistrations.at(-1)?.occurredAt ?? null,
    subscriptionChangedAt: life.subscription?.occurredAt ?? null,
    subscriptionVersion: life.version,
    slots: life.slots.map(slotSnapshotOf),
    lastNotificationAt,
  };
}
