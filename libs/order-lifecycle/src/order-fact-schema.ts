import { z } from 'zod';
import type { OrderFact } from './order-fact';

const instant = z.iso.datetime({ offset: true });
const subject = z.object({
  modelId: z.string().min(1),
  serialNumber: z.string().min(1),
  slotId: z.string().min(1),
  customerId: z.string().min(1),
});
const item = z.object({
  asin: z.string().nullable(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  estimatedDelivery: instant.nullable(),
});
const version = z.enum(['1.0', '2.0']).exactOptional();
const base = { notificationId: z.string().min(1), occurredAt: instant };

/**
 * Reads a fact where it comes from outside the program: a signal's payload, a row of the history.
 * Unknown fields are dropped; a field that is missing or wrong is an error that names it.
 */
export const orderFactSchema: z.ZodType<OrderFact> = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('replenish-requested'),
    subject,
    detailCode: z.enum(['STANDARD_ORDER_PLACED', 'TEST_ORDER_PLACED']),
  }),
  z.object({ ...base, type: z.literal('order-placed'), subject, items: z.array(item), version }),
  z.object({ ...base, type: z.literal('order-cancelled'), subject }),
  z.object({ ...base, type: z.literal('item-shipped'), subject, items: z.array(item), version }),
  z.object({ ...base, type: z.literal('device-deregistered') }),
  z.object({ ...base, type: z.literal('order-ended') }),
]);
