import { identifier } from '@refill/drs-notifications/amazon-text';
import { amazonTime } from '@refill/drs-notifications/amazon-time';
import { z } from 'zod';

const call = {
  /** What the Replenish call answered: the order's `instanceId`. */
  eventInstanceId: identifier,
  modelId: identifier,
  serialNumber: identifier,
  slotId: identifier,
  customerId: identifier,
  /** Read into UTC, in the years 1970 to 9999: PostgreSQL knows no year 0. */
  requestedAt: amazonTime,
};

const inProgressSchema = z.object({ ...call, detailCode: z.literal('ORDER_INPROGRESS') });

/** Reads a replenishment that starts an order. */
export const startingReplenishmentSchema = z.object({
  ...call,
  detailCode: z.enum(['STANDARD_ORDER_PLACED', 'TEST_ORDER_PLACED']),
});

/**
 * Reads what the maker tells us of its Replenish call. Fields that we don't know are ignored.
 * Source of `detailCode`: Amazon's page of the Replenish API.
 */
export const replenishmentSchema = z.discriminatedUnion('detailCode', [
  inProgressSchema,
  startingReplenishmentSchema,
]);

/** What the maker tells us of its Replenish call. */
export type Replenishment = z.output<typeof replenishmentSchema>;

/** A Replenish call that started an order. */
export type StartingReplenishment = z.output<typeof startingReplenishmentSchema>;
