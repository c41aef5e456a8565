import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { OrderHistoryDatabase } from './database';
import { recordedDeviceEventSchema, type RecordedDeviceEvent } from './device-event-schema';
import { readStored } from './stored-json';

/** A part of a device's history. */
export interface DeviceEventPage {
  readonly events: readonly RecordedDeviceEvent[];
  /** The `seq` after which the next part goes on; `null` when this was the last. */
  readonly next: number | null;
}

/**
 * What happened to a device, in the order of recording.
 * @param request `limit`: how many at most; `after`: the `next` of the page before, 0 for the first
 * @returns `null` when the history does not hold the device
 * @throws HistoryError `HISTORY_ROW_INVALID` when an event is not what Refill writes
 */
export async function listDeviceEvents(
  db: OrderHistoryDatabase,
  request: { readonly device: DeviceIdentity; readonly limit: number; readonly after: number },
): Promise<DeviceEventPage | null> {
  const { limit, after } = request;
  const { modelId, serialNumber } = request.device;
  // Joined from the device's side: a device without further events gives one row without an event.
  const rows = await db
    .selectFrom('devices')
    .leftJoin('device_events as event', (join) =>
      join
        .onRef('event.model_id', '=', 'devices.model_id')
        .onRef('event.serial_number', '=', 'devices.serial_number')
        .on('event.seq', '>', after),
    )
    .where('devices.model_id', '=', modelId)
    .where('devices.serial_number', '=', serialNumber)
    .select([
      'event.seq',
      'event.key',
      'event.type',
      'event.occurred_at as occurredAt',
      'event.recorded_at as recordedAt',
      'event.notification_id as notificationId',
      'event.data',
    ])
    .orderBy('event.seq')
    .limit(limit + 1)
    .execute();
  if (rows.length === 0) return null;
  const place = (seq: number | null) => `event ${String(seq)} of device ${modelId}/${serialNumber}`;
  const events = rows
    .filter((row) => row.seq !== null)
    .map((row) => readStored(recordedDeviceEventSchema, row, place(row.seq)));
  const shown = events.slice(0, limit);
  return { events: shown, next: events.length > limit ? (shown.at(-1)?.seq ?? null) : null };
}
