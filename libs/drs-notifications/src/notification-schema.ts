import { z } from 'zod';
import type { DrsNotification } from './notification';

const instant = z.iso.datetime({ precision: 3 });
const id = z.string().min(1);
const base = {
  notificationId: id,
  notificationTime: instant,
  lwaClientId: id.nullable(),
  device: z.object({ modelId: id, serialNumber: id }),
  customerId: id,
};
const selection = {
  asin: id.nullable(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
};
const order = { ...base, instanceId: id, slotId: id };
const products = z.array(z.object({ ...selection, estimatedDelivery: instant.nullable() }));
const version = z.enum(['1.0', '2.0']);

/**
 * Reads a normalised notification back where it was stored as JSON (a deferred notification, a signal).
 * Amazon's own JSON is read by `parseNotification`, not by this.
 */
export const drsNotificationSchema: z.ZodType<DrsNotification> = z.discriminatedUnion('type', [
  z.object({ ...order, type: z.literal('OrderPlacedNotification'), version, products }),
  z.object({ ...order, type: z.literal('OrderCancelledNotification'), version: z.null() }),
  z.object({ ...order, type: z.literal('ItemShippedNotification'), version, products }),
  z.object({ ...base, type: z.literal('DeviceRegisteredNotification'), version: z.null() }),
  z.object({ ...base, type: z.literal('DeviceDeregisteredNotification'), version: z.null() }),
  z.object({
    ...base,
    type: z.literal('SubscriptionChangedNotification'),
    version,
    slots: z.array(
      z.object({
        slotId: id,
        subscribed: z.boolean().nullable(),
        products: z.array(z.object(selection)),
      }),
    ),
  }),
]);
