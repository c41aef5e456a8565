import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type { OrderHistoryDatabase } from './database';

/** The deregistrations of an order's device from the order's beginning on, oldest first. */
export async function deregistrationsSince(
  db: OrderHistoryDatabase,
  order: { readonly device: DeviceIdentity; readonly startedAt: string },
): Promise<readonly DeviceDeregistered[]> {
  const rows = await db
    .selectFrom('device_events')
    .select(['notification_id as notificationId', 'occurred_at as occurredAt'])
    .where('model_id', '=', order.device.modelId)
    .where('serial_number', '=', order.device.serialNumber)
    .where('type', '=', 'device-deregistered')
    .where('occurred_at', '>=', order.startedAt)
    .orderBy('occurred_at')
    .orderBy('notification_id')
    .execute();
  return rows.flatMap(({ notificationId, occurredAt }) =>
    notificationId === null ? [] : [{ type: 'device-deregistered', notificationId, occurredAt }],
  );
}
