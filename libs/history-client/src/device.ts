import { flag, listOf, nullable, number, objectOf, oneOf, record, text } from './answer-reader';
import type { Open } from './open-union';
import { type DeviceIdentity, deviceIdentityReader, type Order, orderReader } from './order';

/** The statuses of a device that this version knows. */
export const DEVICE_STATUSES = ['registered', 'subscribed', 'deregistered'] as const;

/** Where a device stands; `subscribed`: registered, and at least one slot reorders. */
export type DeviceStatus = Open<(typeof DEVICE_STATUSES)[number]>;

/** The causes of a change in a slot that this version knows. */
export const SUBSCRIPTION_CAUSES = [
  'new-registration',
  'product-chosen',
  'selection-cleared',
  'switched-on',
  'switched-off',
  'product-replaced',
] as const;

/** Why a slot changed. */
export type SubscriptionCause = Open<(typeof SUBSCRIPTION_CAUSES)[number]>;

/** The versions of Amazon's notifications that this version knows. */
export const NOTIFICATION_VERSIONS = ['1.0', '2.0'] as const;

/** A version of Amazon's notifications. */
export type NotificationVersion = Open<(typeof NOTIFICATION_VERSIONS)[number]>;

/** A product chosen for a slot. */
export interface SelectedProduct {
  readonly asin: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
}

/** A slot of a device. */
export interface DeviceSlot {
  readonly slotId: string;
  /** `null` while Amazon has not said. */
  readonly subscribed: boolean | null;
  /** `null` where no notification named them, empty where nothing is selected. */
  readonly products: readonly SelectedProduct[] | null;
  readonly lastChangedAt: string | null;
  readonly cause: SubscriptionCause | null;
}

/** The run in Temporal that wrote a device. */
export interface DeviceWorkflow {
  readonly workflowId: string;
  /** `null` for what is known from before version 0.3 of Refill only. */
  readonly runId: string | null;
  /** In the Temporal UI; `null` where none is configured. */
  readonly url: string | null;
}

/** A device in a list: all of it but its orders. Times are ISO 8601 in UTC; what is not known is `null`. */
export interface ListedDevice {
  readonly device: DeviceIdentity;
  /** Whose it is, or was in its last life. */
  readonly customerId: string;
  readonly status: DeviceStatus;
  readonly registeredAt: string | null;
  readonly deregisteredAt: string | null;
  readonly subscriptionChangedAt: string | null;
  readonly subscriptionVersion: NotificationVersion | null;
  readonly slots: readonly DeviceSlot[];
  readonly lastNotificationAt: string;
  readonly workflow: DeviceWorkflow;
  readonly updatedAt: string;
}

/** A device with its open orders, the newest 50 at most. */
export interface Device extends ListedDevice {
  readonly openOrders: readonly Order[];
}

/** The types of a device's events that this version knows. */
export const DEVICE_EVENT_TYPES = [
  'device-registered',
  'device-deregistered',
  'subscription-changed',
  'email-sent',
  'email-skipped',
  'email-failed',
  'note',
] as const;

/** What happened to a device. */
export type DeviceEventType = Open<(typeof DEVICE_EVENT_TYPES)[number]>;

/** An event of a device's history. */
export interface DeviceEvent {
  /** 1, 2, 3 … in the order of recording. */
  readonly seq: number;
  readonly type: DeviceEventType;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  readonly notificationId: string | null;
  /** `{fact}` of a notification, with `changes` of a subscription; `{kind, …}` of a mail; `{text}` of a note. */
  readonly data: Readonly<Record<string, unknown>>;
}

const slot = objectOf<DeviceSlot>({
  slotId: text,
  subscribed: nullable(flag),
  products: nullable(
    listOf(
      objectOf<SelectedProduct>({
        asin: nullable(text),
        quantity: nullable(number),
        unit: nullable(text),
      }),
    ),
  ),
  lastChangedAt: nullable(text),
  cause: nullable(oneOf(SUBSCRIPTION_CAUSES)),
});

const listed = {
  device: deviceIdentityReader,
  customerId: text,
  status: oneOf(DEVICE_STATUSES),
  registeredAt: nullable(text),
  deregisteredAt: nullable(text),
  subscriptionChangedAt: nullable(text),
  subscriptionVersion: nullable(oneOf(NOTIFICATION_VERSIONS)),
  slots: listOf(slot),
  lastNotificationAt: text,
  workflow: objectOf<DeviceWorkflow>({
    workflowId: text,
    runId: nullable(text),
    url: nullable(text),
  }),
  updatedAt: text,
};

/** Reads a device of a list. */
export const listedDeviceReader = objectOf<ListedDevice>(listed);

/** Reads a device. */
export const deviceReader = objectOf<Device>({ ...listed, openOrders: listOf(orderReader) });

/** Reads an event of a device. */
export const deviceEventReader = objectOf<DeviceEvent>({
  seq: number,
  type: oneOf(DEVICE_EVENT_TYPES),
  occurredAt: text,
  recordedAt: text,
  notificationId: nullable(text),
  data: record,
});
