import { sql } from 'kysely';
import type { SubscriptionVersion } from '@refill/device-lifecycle/device-fact';
import type { DeviceStatus } from '@refill/device-lifecycle/device-status';
import type { OrderHistoryDatabase } from './database';
import { DEVICE_COLUMNS, readDeviceRow, type RecordedDevice } from './device-row';

/** Which devices are wanted; every part that is given must hold. */
export interface DeviceFilter {
  /** Whose it is in its present life. */
  readonly customerId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly status?: DeviceStatus | undefined;
  /** The version of the newest SubscriptionChanged. */
  readonly version?: SubscriptionVersion | undefined;
}

/** Where a device stands in every list. It never changes. */
export interface DevicePosition {
  /** ISO 8601, UTC, ms. */
  readonly sortAt: string;
  readonly serialNumber: string;
  readonly modelId: string;
}

/** A part of a list. */
export interface DevicePage {
  readonly devices: readonly RecordedDevice[];
  /** Where the next part goes on; `null` when this was the last. */
  readonly next: DevicePosition | null;
}

/**
 * Lists devices, newest first, in one query.
 *
 * The list goes by the time of the newest notification as first recorded, which never changes, then by serial
 * number and model: a device that comes or changes while someone turns pages neither repeats nor hides another.
 * @param request `limit`: how many at most; `after`: the `next` of the page before
 */
export async function listDevices(
  db: OrderHistoryDatabase,
  request: {
    readonly filter: DeviceFilter;
    readonly limit: number;
    readonly after: DevicePosition | null;
  },
): Promise<DevicePage> {
  const { filter, limit, after } = request;
  let query = db.selectFrom('devices').select(DEVICE_COLUMNS);
  if (filter.customerId !== undefined) query = query.where('customer_id', '=', filter.customerId);
  if (filter.modelId !== undefined) query = query.where('model_id', '=', filter.modelId);
  if (filter.serialNumber !== undefined) {
    query = query.where('serial_number', '=', filter.serialNumber);
  }
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.version !== undefined) {
    query = query.where('subscription_version', '=', filter.version);
  }
  if (after !== null) {
    query = query.where(
      sql<boolean>`(sort_at, serial_number, model_id)
        < (${after.sortAt}::timestamptz, ${after.serialNumber}, ${after.modelId})`,
    );
  }
  const rows = await query
    .orderBy('sort_at', 'desc')
    .orderBy('serial_number', 'desc')
    .orderBy('model_id', 'desc')
    // One more than asked for: whether there is a next page.
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    devices: shown.map(readDeviceRow),
    next:
      rows.length > limit && last !== undefined
        ? { sortAt: last.sort_at, serialNumber: last.serial_number, modelId: last.model_id }
        : null,
  };
}
