import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { OrderHistoryDatabase } from './database';
import { DEVICE_COLUMNS, readDeviceRow, type RecordedDevice } from './device-row';

/** One device; `null` when the history does not hold it. */
export async function getDevice(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
): Promise<RecordedDevice | null> {
  const row = await db
    .selectFrom('devices')
    .select(DEVICE_COLUMNS)
    .where('model_id', '=', device.modelId)
    .where('serial_number', '=', device.serialNumber)
    .executeTakeFirst();
  return row === undefined ? null : readDeviceRow(row);
}
