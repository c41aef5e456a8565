import { z } from 'zod';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';

const ms = z.number().nonnegative();

/** Reads what an order's workflow was started with, out of its history. */
export const orderInputSchema = z.object({
  orderId: z.string().min(1),
  windows: z.object({
    cancelWindowMs: ms,
    resolutionWindowMs: ms,
    settleMs: ms,
    overdueGraceMs: ms,
    expiryMs: ms,
  }),
});

/** Reads what `recordHistory` told an order, out of its history; the outcome of a mail is refused. */
export const recordHistoryResultSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('recorded'),
    deregistrations: z.array(orderFactSchema),
    customerPseudonym: z.string().min(1).exactOptional(),
  }),
  z.object({ outcome: z.literal('closed-elsewhere') }),
]);
