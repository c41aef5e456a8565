import { sql } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { toJsonWithout } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import type { ErasedCustomer } from './erased-customers';
import { addErased } from './erasure-counts';
import { lockDevice } from './lock-device';

/**
 * Puts a pseudonym in the place of a customer's id in devices, their memory and their events; may be repeated.
 * @param batch how many devices are looked for at once; each has a transaction of its own
 */
export async function pseudonymiseDevices(
  db: OrderHistoryDatabase,
  customer: ErasedCustomer,
  batch: number,
): Promise<void> {
  for (;;) {
    const devices = await devicesNaming(db, customer.customerId, batch);
    if (devices.length === 0) return;
    for (const device of devices) await pseudonymiseDevice(db, customer, device);
  }
}

/**
 * The devices that name a customer, in whichever life: every fact that a device remembers is among its events.
 * @param customerId their id, or their pseudonym
 * @param limit how many at most; `null`: all
 */
export async function devicesNaming(
  db: OrderHistoryDatabase,
  customerId: string,
  limit: number | null,
): Promise<readonly DeviceIdentity[]> {
  const { rows } = await sql<DeviceIdentity>`
    select model_id as "modelId", serial_number as "serialNumber"
    from devices where customer_id = ${customerId}
    union
    select model_id, serial_number
    from device_events where data #>> '{fact,customerId}' = ${customerId}
    order by 1, 2
    limit ${limit}`.execute(db);
  return rows;
}

async function pseudonymiseDevice(
  db: OrderHistoryDatabase,
  customer: ErasedCustomer,
  device: DeviceIdentity,
): Promise<void> {
  const { customerId, pseudonym } = customer;
  const { modelId, serialNumber } = device;
  await db.transaction().execute(async (trx) => {
    await lockDevice(trx, device);
    const { carry } = await trx
      .selectFrom('devices')
      .select('carry')
      .where('model_id', '=', modelId)
      .where('serial_number', '=', serialNumber)
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('devices')
      .set({
        customer_id: sql<string>`case customer_id when ${customerId} then ${pseudonym} else customer_id end`,
        updated_at: sql<string>`clock_timestamp()`,
        ...(carry === null ? {} : { carry: toJsonWithout([customer], carry) }),
      })
      .where('model_id', '=', modelId)
      .where('serial_number', '=', serialNumber)
      .execute();
    const events = await trx
      .updateTable('device_events')
      .set({ data: sql`jsonb_set(data, '{fact,customerId}', to_jsonb(${pseudonym}::text))` })
      .where('model_id', '=', modelId)
      .where('serial_number', '=', serialNumber)
      .where(sql<boolean>`data #>> '{fact,customerId}' = ${customerId}`)
      .executeTakeFirstOrThrow();
    await addErased(trx, pseudonym, { devices: 1, deviceEvents: Number(events.numUpdatedRows) });
  });
}
