import { z } from 'zod';
import type {
  DeviceDeregistered,
  DeviceRegistered,
  SubscriptionChanged,
} from '@refill/device-lifecycle/device-fact';
import {
  selectedProductSchema,
  subscriptionVersionSchema,
} from '@refill/device-lifecycle/device-fact-schema';
import type { SlotSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { SlotChange, SlotSide } from '@refill/device-lifecycle/slot-change';
import { SUBSCRIPTION_CAUSES } from '@refill/device-lifecycle/subscription-cause';

const instant = z.iso.datetime({ offset: true });
const fact = {
  notificationId: z.string().min(1),
  occurredAt: instant,
  customerId: z.string().min(1),
};

/** Reads the fact of a registration. */
export const deviceRegisteredSchema: z.ZodType<DeviceRegistered> = z.object({
  ...fact,
  type: z.literal('device-registered'),
});

/** Reads the fact of a deregistration. */
export const deviceDeregisteredSchema: z.ZodType<DeviceDeregistered> = z.object({
  ...fact,
  type: z.literal('device-deregistered'),
});

/** Reads the fact of a SubscriptionChanged. */
export const subscriptionChangedSchema: z.ZodType<SubscriptionChanged> = z.object({
  ...fact,
  type: z.literal('subscription-changed'),
  version: subscriptionVersionSchema,
  slots: z.array(
    z.object({
      slotId: z.string().min(1),
      subscribed: z.boolean().nullable(),
      products: z.array(selectedProductSchema),
    }),
  ),
});

const slotSide: z.ZodType<SlotSide> = z.object({
  subscribed: z.boolean().nullable(),
  products: z.array(selectedProductSchema).nullable(),
});

/** Reads how a slot changed. */
export const slotChangeSchema: z.ZodType<SlotChange> = z.object({
  slotId: z.string(),
  cause: z.enum(SUBSCRIPTION_CAUSES),
  before: slotSide,
  after: slotSide,
});

/** `devices.slots`. */
export const deviceSlotsSchema: z.ZodType<readonly SlotSnapshot[]> = z.array(
  z.object({
    slotId: z.string(),
    subscribed: z.boolean().nullable(),
    products: z.array(selectedProductSchema).nullable(),
    lastChangedAt: instant.nullable(),
    cause: z.enum(SUBSCRIPTION_CAUSES).nullable(),
  }),
);
