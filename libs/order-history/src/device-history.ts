import type { Selectable } from 'kysely';
import { z } from 'zod';
import type {
  DeviceIdentity,
  DeviceNotification,
  SlotSubscription,
} from '@refill/drs-notifications/notification';
import type { OrderHistoryDatabase } from './database';
import type { DeviceEventsTable } from './database-schema';
import { readStored, subscriptionDataSchema } from './stored-json';

/** A notification about a device, as it was recorded. Times are ISO 8601, UTC. */
export interface DeviceEvent {
  readonly notificationId: string;
  readonly type: DeviceNotification['type'];
  /** Amazon's `notificationTime`. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Empty unless it is a SubscriptionChanged. */
  readonly data: {
    readonly version?: '1.0' | '2.0';
    readonly slots?: readonly SlotSubscription[];
  };
}

/** What is known of a device. Times are ISO 8601, UTC. */
export interface DeviceHistory {
  readonly device: DeviceIdentity;
  /** Whose it was, by the newest notification. */
  readonly customerId: string;
  /** When it was last registered; `null` when we were not told. */
  readonly registeredAt: string | null;
  /** When it was deregistered; `null` while it is registered. */
  readonly deregisteredAt: string | null;
  /** In Amazon's time, oldest first. */
  readonly events: readonly DeviceEvent[];
}

/** What is known of a device; `null` when no notification about it ever came. */
export async function deviceHistory(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
): Promise<DeviceHistory | null> {
  const rows = await db
    .selectFrom('device_events')
    .selectAll()
    .where('serial_number', '=', device.serialNumber)
    .where('model_id', '=', device.modelId)
    .orderBy('occurred_at')
    .orderBy('notification_id')
    .execute();
  const newest = rows.at(-1);
  if (newest === undefined) return null;
  const timeOfLast = (type: DeviceNotification['type']) =>
    rows.findLast((row) => row.type === type)?.occurred_at ?? null;
  const registeredAt = timeOfLast('DeviceRegisteredNotification');
  const deregisteredAt = timeOfLast('DeviceDeregisteredNotification');
  const registeredAgain =
    registeredAt !== null && deregisteredAt !== null && registeredAt > deregisteredAt;
  return {
    device: { modelId: device.modelId, serialNumber: device.serialNumber },
    customerId: newest.customer_id,
    registeredAt,
    deregisteredAt: registeredAgain ? null : deregisteredAt,
    events: rows.map(readDeviceEvent),
  };
}

const nothing = z.object({});

function readDeviceEvent(row: Selectable<DeviceEventsTable>): DeviceEvent {
  const schema = row.type === 'SubscriptionChangedNotification' ? subscriptionDataSchema : nothing;
  return {
    notificationId: row.notification_id,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    data: readStored(schema, row.data, `device event ${row.notification_id}`),
  };
}
