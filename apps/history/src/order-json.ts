import { z } from 'zod';
import type { RecordedOrder } from '@refill/order-history/order-row';
import { ORDER_DEADLINE_KINDS } from '@refill/order-lifecycle/order-deadline-kind';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import { type TemporalUi, workflowUrl } from './workflow-url';

const instant = z.iso.datetime();

const orderItem = z
  .object({
    asin: z.string().nullable(),
    quantity: z.number().nullable(),
    unit: z.string().nullable(),
    estimatedDelivery: instant.nullable(),
    shipped: z.boolean(),
  })
  .meta({ id: 'OrderItem' });

/** An order as the API gives it: what is not known is `null`. Contract: the design's "Order". */
export const orderSchema = z
  .object({
    orderId: z.string().describe("Amazon's instanceId"),
    status: z.enum(ORDER_STATUSES),
    cancellationReason: z.enum(['customer', 'unresolved']).nullable(),
    device: z.object({ modelId: z.string(), serialNumber: z.string() }),
    slotId: z.string(),
    customerId: z.string().describe("Amazon's directedCustomerId"),
    items: z.array(orderItem),
    requestedAt: instant.nullable(),
    placedAt: instant.nullable(),
    cancellableUntil: instant.nullable(),
    cancelledAt: instant.nullable(),
    shippedAt: instant.nullable(),
    estimatedDelivery: instant.nullable(),
    deviceDeregisteredAt: instant.nullable(),
    attention: z.array(z.enum(ORDER_ATTENTIONS)),
    test: z.boolean(),
    next: z
      .object({ kind: z.enum(ORDER_DEADLINE_KINDS), at: instant })
      .nullable()
      .describe('What the order waits for at the latest, and until when; null once it has ended'),
    workflow: z.object({
      workflowId: z.string(),
      runId: z.string(),
      url: z.string().nullable().describe('In the Temporal UI; null where none is configured'),
    }),
    updatedAt: instant,
  })
  .meta({ id: 'Order', description: 'Times are ISO 8601 in UTC; what is not known is null' });

/** An order as the API gives it. */
export type OrderJson = z.output<typeof orderSchema>;

/** An order of the history as the API gives it. */
export function orderJson(order: RecordedOrder, ui: TemporalUi | null): OrderJson {
  const { workflowId, runId } = order;
  return {
    orderId: order.orderId,
    status: order.status,
    cancellationReason: order.cancellationReason,
    device: order.device,
    slotId: order.slotId,
    customerId: order.customerId,
    // Estimates are stored as Amazon's notification had them; the API writes all times alike.
    items: order.items.map((item) => ({
      ...item,
      estimatedDelivery:
        item.estimatedDelivery === null ? null : new Date(item.estimatedDelivery).toISOString(),
    })),
    requestedAt: order.requestedAt,
    placedAt: order.placedAt,
    cancellableUntil: order.cancellableUntil,
    cancelledAt: order.cancelledAt,
    shippedAt: order.shippedAt,
    estimatedDelivery: order.estimatedDelivery,
    deviceDeregisteredAt: order.deviceDeregisteredAt,
    attention: [...order.attention],
    test: order.test,
    next: order.next ?? null,
    workflow: { workflowId, runId, url: workflowUrl(ui, order) },
    updatedAt: order.updatedAt,
  };
}
