import type { DeviceIdentity, DeviceNotification } from '@refill/drs-notifications/notification';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import { TERMINAL_STATUSES } from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';

/** An order that is still open, and the workflow run that was last seen to write it. */
export interface OpenOrder {
  readonly orderId: string;
  readonly workflowId: string;
  readonly runId: string;
}

/** Records a notification about a device; a redelivery is `known`. */
export async function recordDeviceNotification(
  db: OrderHistoryDatabase,
  notification: DeviceNotification,
): Promise<'recorded' | 'known'> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('device_events')
    .values({
      notification_id: notification.notificationId,
      model_id: notification.device.modelId,
      serial_number: notification.device.serialNumber,
      customer_id: notification.customerId,
      type: notification.type,
      occurred_at: notification.notificationTime,
      data: JSON.stringify(dataOf(notification)),
    })
    .onConflict((conflict) => conflict.column('notification_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? 'recorded' : 'known';
}

/**
 * The orders that a deregistration concerns: those still open that had begun by then.
 * To be called after the deregistration was recorded, see `recordOrder`.
 * @param deregisteredAt ISO 8601, UTC
 */
export async function openOrdersOfDevice(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
  deregisteredAt: string,
): Promise<readonly OpenOrder[]> {
  const rows = await db
    .selectFrom('orders')
    .select(['order_id', 'workflow_id', 'run_id'])
    .where('serial_number', '=', device.serialNumber)
    .where('model_id', '=', device.modelId)
    .where('status', 'not in', TERMINAL_STATUSES)
    .where('started_at', '<=', deregisteredAt)
    .orderBy('order_id')
    .execute();
  return rows.map((row) => ({
    orderId: row.order_id,
    workflowId: row.workflow_id,
    runId: row.run_id,
  }));
}

/** The deregistrations of an order's device from the order's beginning on, oldest first. */
export async function deregistrationsSince(
  db: OrderHistoryDatabase,
  order: { readonly device: DeviceIdentity; readonly startedAt: string },
): Promise<readonly DeviceDeregistered[]> {
  const rows = await db
    .selectFrom('device_events')
    .select(['notification_id', 'occurred_at'])
    .where('serial_number', '=', order.device.serialNumber)
    .where('model_id', '=', order.device.modelId)
    .where('type', '=', 'DeviceDeregisteredNotification')
    .where('occurred_at', '>=', order.startedAt)
    .orderBy('occurred_at')
    .orderBy('notification_id')
    .execute();
  return rows.map((row) => ({
    type: 'device-deregistered',
    notificationId: row.notification_id,
    occurredAt: row.occurred_at,
  }));
}

function dataOf(notification: DeviceNotification): object {
  switch (notification.type) {
    case 'DeviceRegisteredNotification':
    case 'DeviceDeregisteredNotification':
      return {};
    case 'SubscriptionChangedNotification':
      return { version: notification.version, slots: notification.slots };
  }
}
