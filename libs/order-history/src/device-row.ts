import type { Selectable } from 'kysely';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { DevicesTable } from './database-schema';
import { deviceSlotsSchema } from './device-json';
import { readStored } from './stored-json';

/** A device as the history holds it. */
export interface RecordedDevice extends DeviceSnapshot {
  readonly workflowId: string;
  /** `null` where no run has written the device: all that is known of it is from before version 0.3. */
  readonly runId: string | null;
  /** When the row last changed: ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** The columns of `devices` that follow from a snapshot and can change. */
export function deviceColumns(snapshot: DeviceSnapshot) {
  return {
    status: snapshot.status,
    customer_id: snapshot.customerId,
    registered_at: snapshot.registeredAt,
    deregistered_at: snapshot.deregisteredAt,
    subscription_changed_at: snapshot.subscriptionChangedAt,
    subscription_version: snapshot.subscriptionVersion,
    slots: JSON.stringify(snapshot.slots),
    last_notification_at: snapshot.lastNotificationAt,
  };
}

/**
 * Reads a row of `devices`.
 * @throws HistoryError `HISTORY_ROW_INVALID` when its JSON is not what Refill writes
 */
export function readDeviceRow(row: Omit<Selectable<DevicesTable>, 'carry'>): RecordedDevice {
  const device = { modelId: row.model_id, serialNumber: row.serial_number };
  return {
    device,
    customerId: row.customer_id,
    status: row.status,
    registeredAt: row.registered_at,
    deregisteredAt: row.deregistered_at,
    subscriptionChangedAt: row.subscription_changed_at,
    subscriptionVersion: row.subscription_version,
    slots: readStored(
      deviceSlotsSchema,
      row.slots,
      `slots of device ${device.modelId}/${device.serialNumber}`,
    ),
    lastNotificationAt: row.last_notification_at,
    workflowId: row.workflow_id,
    runId: row.run_id,
    updatedAt: row.updated_at,
  };
}

/** The columns of `devices` that a {@link RecordedDevice} is made of. */
export const DEVICE_COLUMNS = [
  'model_id',
  'serial_number',
  'status',
  'customer_id',
  'registered_at',
  'deregistered_at',
  'subscription_changed_at',
  'subscription_version',
  'slots',
  'last_notification_at',
  'workflow_id',
  'run_id',
  'generation',
  'revision',
  'sort_at',
  'created_at',
  'updated_at',
] as const;
