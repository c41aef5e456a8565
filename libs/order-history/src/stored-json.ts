import { z } from 'zod';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { EmailSkipReason } from '@refill/order-lifecycle/order-event';
import type { OrderItem } from '@refill/order-lifecycle/order-snapshot';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { HistoryError } from './history-error';

const instant = z.iso.datetime({ offset: true });
const duration = z.number().nonnegative();

/** `orders.items`. */
export const orderItemsSchema: z.ZodType<readonly OrderItem[]> = z.array(
  z.object({
    asin: z.string().nullable(),
    quantity: z.number().nullable(),
    unit: z.string().nullable(),
    estimatedDelivery: instant.nullable(),
    shipped: z.boolean(),
  }),
);

/** `orders.windows`. */
export const orderWindowsSchema: z.ZodType<OrderWindows> = z.object({
  cancelWindowMs: duration,
  resolutionWindowMs: duration,
  settleMs: duration,
  overdueGraceMs: duration,
  expiryMs: duration,
});

/** Why a mail was not sent. */
export const emailSkipReasonSchema: z.ZodType<EmailSkipReason> = z.enum([
  'no-contact',
  'kind-switched-off',
  'too-old',
  'superseded',
  'device-deregistered',
]);

/** How a mail ended, as `emails` holds it. */
export const emailOutcomeSchema: z.ZodType<EmailOutcome> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sent'), messageId: z.string() }),
  z.object({
    outcome: z.literal('skipped'),
    reason: emailSkipReasonSchema,
  }),
  z.object({ outcome: z.literal('failed'), code: z.string() }),
]);

/**
 * Validates what a JSON column holds.
 * @param place which row and column, for the error's message; no values
 * @throws HistoryError `HISTORY_ROW_INVALID`; the message names paths, never values
 */
export function readStored<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const paths = result.error.issues.map((issue) => issue.path.join('.') || '(all of it)');
  throw new HistoryError('HISTORY_ROW_INVALID', `${place} is wrong at ${paths.join(', ')}`);
}
