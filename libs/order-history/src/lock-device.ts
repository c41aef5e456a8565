import type { Selectable, Transaction } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DatabaseSchema, DevicesTable } from './database-schema';

/**
 * Locks a device's row until the transaction ends.
 * Whoever writes to a device or its events takes this lock first, so writers never wait in a circle.
 * It is `for no key update`, for the reason of `lockOrder`.
 * @returns how far the row came; `undefined` when the history does not hold the device
 */
export async function lockDevice(
  trx: Transaction<DatabaseSchema>,
  { modelId, serialNumber }: DeviceIdentity,
): Promise<Pick<Selectable<DevicesTable>, 'generation' | 'revision'> | undefined> {
  return await trx
    .selectFrom('devices')
    .select(['generation', 'revision'])
    .where('model_id', '=', modelId)
    .where('serial_number', '=', serialNumber)
    .forNoKeyUpdate()
    .executeTakeFirst();
}
