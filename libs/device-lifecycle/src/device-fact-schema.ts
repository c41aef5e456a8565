import { z } from 'zod';
import type { DeviceFact, SelectedProduct, SubscriptionVersion } from './device-fact';

const base = {
  notificationId: z.string().min(1),
  occurredAt: z.iso.datetime({ offset: true }),
  customerId: z.string().min(1),
};

/** Reads the version of a SubscriptionChanged. */
export const subscriptionVersionSchema: z.ZodType<SubscriptionVersion> = z.enum(['1.0', '2.0']);

/** Reads one product of a slot. */
export const selectedProductSchema: z.ZodType<SelectedProduct> = z.object({
  asin: z.string().nullable(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
});

/**
 * Reads a fact where it comes from outside the program: a signal's payload, a row of the history.
 * Unknown fields are dropped; a field that is missing or wrong is an error that names it.
 */
export const deviceFactSchema: z.ZodType<DeviceFact> = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('device-registered') }),
  z.object({ ...base, type: z.literal('device-deregistered') }),
  z.object({
    ...base,
    type: z.literal('subscription-changed'),
    version: subscriptionVersionSchema,
    slots: z.array(
      z.object({
        slotId: z.string().min(1),
        subscribed: z.boolean().nullable(),
        products: z.array(selectedProductSchema),
      }),
    ),
  }),
]);
