import { sql, type Transaction } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import { toJsonWithout } from './customer-ids';
import type { DatabaseSchema } from './database-schema';
import type { ErasedCustomer } from './erased-customers';

/**
 * Adds the events that the device's history does not hold yet, by key.
 *
 * The caller must hold the lock on the device's row: it makes the numbers gapless and in order.
 * @param erased whose ids must not be written
 * @returns those that were new
 */
export async function appendDeviceEvents(
  trx: Transaction<DatabaseSchema>,
  { modelId, serialNumber }: DeviceIdentity,
  events: readonly DeviceEvent[],
  erased: readonly ErasedCustomer[],
): Promise<readonly DeviceEvent[]> {
  const fresh = [...new Map(events.toReversed().map((event) => [event.key, event])).values()];
  if (fresh.length === 0) return [];
  const rows = fresh.toReversed().map((event, position) => ({ position, ...event }));
  const added = await sql<{ key: string }>`
    insert into device_events
      (model_id, serial_number, seq, key, type, occurred_at, notification_id, data)
    select ${modelId}, ${serialNumber},
           (select coalesce(max(seq), 0) from device_events
            where model_id = ${modelId} and serial_number = ${serialNumber})
             + row_number() over (order by event.position),
           event.key, event.type, event."occurredAt", event."notificationId", event.data
    from jsonb_to_recordset(${toJsonWithout(erased, rows)}::jsonb) as event(
      position integer, key text, type text, "occurredAt" timestamptz, "notificationId" text,
      data jsonb)
    where not exists (
      select from device_events known
      where known.model_id = ${modelId} and known.serial_number = ${serialNumber}
        and known.key = event.key)
    returning key
  `.execute(trx);
  const keys = new Set(added.rows.map(({ key }) => key));
  return rows.filter(({ key }) => keys.has(key));
}
