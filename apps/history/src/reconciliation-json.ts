import { z } from 'zod';
import { ORDER_EVENT_TYPES } from '@refill/order-lifecycle/order-event';
import { operatorActionSchema } from './operator-action-json';

/** How an order's row compares with Temporal's history, as the API gives it. */
export const reconciliationSchema = z
  .object({
    orderId: z.string(),
    workflowId: z.string(),
    runId: z.string(),
    historyLength: z.int().describe("How many events the workflow's history has"),
    workflowOpen: z.boolean().describe('While it is, PostgreSQL may be a moment behind'),
    same: z.boolean().describe('Whether nothing differs and no event is missing'),
    differences: z.array(
      z
        .object({
          field: z.string(),
          history: z.unknown().describe('What PostgreSQL holds'),
          temporal: z.unknown().describe("What Temporal's history gives"),
        })
        .meta({ id: 'OrderDifference' }),
    ),
    missingEvents: z.array(
      z
        .object({
          type: z.enum(ORDER_EVENT_TYPES),
          occurredAt: z.iso.datetime(),
          notificationId: z.string().nullable(),
        })
        .meta({ id: 'MissingEvent' }),
    ),
    applied: z
      .boolean()
      .describe('Whether it was written; there is nothing to write if it is the same'),
    action: operatorActionSchema.nullable().describe('The record of what was written'),
  })
  .meta({ id: 'Reconciliation' });

/** How an order's row compares with Temporal's history. */
export type ReconciliationJson = z.output<typeof reconciliationSchema>;
