import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type { ErasedCustomer } from './customer-messages';

/** What a device's workflow asks of its worker. Payloads hold no personal data. */
export interface DeviceActivities {
  /** What the history knows of a device that a run begins with. */
  loadDevice(input: LoadDeviceInput): Promise<LoadDeviceResult>;
  /** Writes a device and its new events to PostgreSQL in one transaction; may be repeated. */
  recordDevice(input: RecordDeviceInput): Promise<RecordDeviceResult>;
  /** Sends one mail, at most once per (device, key of the mail); looks the customer up itself. */
  sendDeviceEmail(input: SendDeviceEmailInput): Promise<EmailOutcome>;
  /** Tells every open order of the device; heartbeats, goes on where a killed worker stopped. */
  deregisterOrders(input: DeregisterOrdersInput): Promise<DeregisterOrdersResult>;
  /** Which of these customers were erased; asked only where one of the device's customers was. */
  erasedCustomersAmong(customerIds: readonly string[]): Promise<readonly ErasedCustomer[]>;
}

/** Which device `loadDevice` loads. */
export interface LoadDeviceInput {
  readonly device: DeviceIdentity;
  readonly windows: DeviceWindows;
}

/** What `loadDevice` found. */
export interface LoadDeviceResult {
  /** The number of runs that wrote the device before; 0 for a device that is new. */
  readonly generation: number;
  /** `null` for a device that is new. */
  readonly carry: DeviceCarry | null;
}

/** What `recordDevice` writes. */
export interface RecordDeviceInput {
  readonly snapshot: DeviceSnapshot;
  readonly events: readonly DeviceEvent[];
  /** The device's memory as it is once this is recorded, for a run that comes later. */
  readonly carry: DeviceCarry;
  /** Counts the runs of the device, from 1. */
  readonly generation: number;
  /** Grows within a run: an older attempt that ends late must not undo a newer one. */
  readonly revision: number;
}

/** What `recordDevice` found. */
export interface RecordDeviceResult {
  /** Those customers of the device whose data were erased: the workflow forgets their ids. */
  readonly erasedCustomers: readonly ErasedCustomer[];
}

/** Which mail `sendDeviceEmail` sends. */
export interface SendDeviceEmailInput {
  readonly email: DeviceEmail;
}

/** Whose orders `deregisterOrders` tells of what. The deregistration has to stand in the history already. */
export interface DeregisterOrdersInput {
  readonly device: DeviceIdentity;
  readonly deregistration: DeviceDeregistered;
}

/** How many orders `deregisterOrders` told, counted from where the last attempt went on. */
export interface DeregisterOrdersResult {
  /** Open orders that took the signal. */
  readonly signalled: number;
  /** Orders that had ended meanwhile: their history was told. */
  readonly late: number;
}
