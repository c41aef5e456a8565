import { z } from 'zod';
import { DEVICE_STATUSES } from '@refill/device-lifecycle/device-status';
import { SUBSCRIPTION_CAUSES } from '@refill/device-lifecycle/subscription-cause';
import type { RecordedDevice } from '@refill/order-history/device-row';
import type { RecordedOrder } from '@refill/order-history/order-row';
import { orderJson, orderSchema } from './order-json';
import { type TemporalUi, workflowUrl } from './workflow-url';

const instant = z.iso.datetime();

/** A device in requests' answers: Amazon's two ids. */
export const deviceIdentitySchema = z.object({ modelId: z.string(), serialNumber: z.string() });

const product = z
  .object({
    asin: z.string().nullable(),
    quantity: z.number().nullable(),
    unit: z.string().nullable(),
  })
  .meta({ id: 'SelectedProduct' });

const slot = z
  .object({
    slotId: z.string(),
    subscribed: z.boolean().nullable().describe('null while Amazon has not said'),
    products: z
      .array(product)
      .nullable()
      .describe(
        'The products last heard of; while subscribed is false, those the customer had before. ' +
          'null where no notification named them (1.0 never does), empty where nothing is selected',
      ),
    lastChangedAt: instant.nullable(),
    cause: z
      .enum(SUBSCRIPTION_CAUSES)
      .nullable()
      .describe("Why it changed then: one of Amazon's causes, told by the slot before and after"),
  })
  .meta({ id: 'DeviceSlot' });

/** A device in a list: all of it but its orders. */
export const listedDeviceSchema = z
  .object({
    device: deviceIdentitySchema,
    customerId: z.string().describe('Whose it is, or was in its last life'),
    status: z
      .enum(DEVICE_STATUSES)
      .describe('subscribed: registered, and at least one slot reorders'),
    registeredAt: instant.nullable().describe('null where Refill never heard of a registration'),
    deregisteredAt: instant.nullable().describe('null while the device is registered'),
    subscriptionChangedAt: instant.nullable(),
    subscriptionVersion: z
      .enum(['1.0', '2.0'])
      .nullable()
      .describe('The version of the newest SubscriptionChanged that named a slot'),
    slots: z.array(slot).describe('As they were at the end when the device is deregistered'),
    lastNotificationAt: instant,
    workflow: z.object({
      workflowId: z.string(),
      runId: z
        .string()
        .nullable()
        .describe('The run that wrote this; null for what is known from before version 0.3 only'),
      url: z.string().nullable().describe('In the Temporal UI; null where none is configured'),
    }),
    updatedAt: instant,
  })
  .meta({
    id: 'DeviceListed',
    description: 'Times are ISO 8601 in UTC; what is not known is null',
  });

/** How many open orders a device shows at most; all of them are in its list of orders. */
export const MAX_OPEN_ORDERS = 50;

/** A device as the API gives it: what is not known is `null`. */
export const deviceSchema = z
  .object({
    ...listedDeviceSchema.shape,
    openOrders: z
      .array(orderSchema)
      .describe(`Orders that have not ended, the newest ${String(MAX_OPEN_ORDERS)} at most`),
  })
  .meta({ id: 'Device', description: 'Times are ISO 8601 in UTC; what is not known is null' });

/** A device of a list as the API gives it. */
export function listedDeviceJson(
  device: RecordedDevice,
  ui: TemporalUi | null,
): z.output<typeof listedDeviceSchema> {
  const { workflowId, runId } = device;
  return {
    device: { modelId: device.device.modelId, serialNumber: device.device.serialNumber },
    customerId: device.customerId,
    status: device.status,
    registeredAt: device.registeredAt,
    deregisteredAt: device.deregisteredAt,
    subscriptionChangedAt: device.subscriptionChangedAt,
    subscriptionVersion: device.subscriptionVersion,
    slots: device.slots.map((each) => ({
      ...each,
      products: each.products === null ? null : each.products.map((selected) => ({ ...selected })),
    })),
    lastNotificationAt: device.lastNotificationAt,
    workflow: {
      workflowId,
      runId,
      url: runId === null ? null : workflowUrl(ui, { workflowId, runId }),
    },
    updatedAt: device.updatedAt,
  };
}

/** A device with its open orders as the API gives it. */
export function deviceJson(
  device: RecordedDevice,
  openOrders: readonly RecordedOrder[],
  ui: TemporalUi | null,
): z.output<typeof deviceSchema> {
  return {
    ...listedDeviceJson(device, ui),
    openOrders: openOrders.map((order) => orderJson(order, ui)),
  };
}
