import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { type DeviceCarry, deviceCarrySchema } from '@refill/device-lifecycle/device-carry';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { OrderHistoryDatabase } from './database';
import { rebuildDevice } from './rebuild-device';

/** What the history knows of a device that a run of its workflow begins with. */
export interface LoadedDevice {
  /** The number of runs that wrote the device before; 0 for one that none has written. */
  readonly generation: number;
  /** `null` for a device that the history does not hold. */
  readonly carry: DeviceCarry | null;
}

/**
 * Loads what a new run of a device's workflow begins with.
 *
 * Where no run has left a memory behind, or one that this release cannot read, it is made from the events.
 * @param windows those of the run that begins
 * @throws HistoryError `HISTORY_ROW_INVALID` when an event that is needed is not what Refill writes
 */
export async function loadDevice(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
  windows: DeviceWindows,
): Promise<LoadedDevice> {
  const row = await db
    .selectFrom('devices')
    .select(['generation', 'carry'])
    .where('model_id', '=', device.modelId)
    .where('serial_number', '=', device.serialNumber)
    .executeTakeFirst();
  if (row === undefined) return { generation: 0, carry: null };
  const stored = deviceCarrySchema.safeParse(row.carry);
  const carry = stored.success ? stored.data : await rebuildDevice(db, device, windows);
  return { generation: row.generation, carry };
}
