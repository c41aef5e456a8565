import { z } from 'zod';
import type { RecordedOrderEvent } from '@refill/order-history/order-event-schema';
import { ORDER_EVENT_TYPES } from '@refill/order-lifecycle/order-event';

/**
 * An event of an order's history as the API gives it. Contract: the design's "Event".
 * `data` goes by the type: `{fact}` of a notification, `{kind, …}` of a mail, `{text}` of a note, else `{}`.
 */
export const eventSchema = z
  .object({
    seq: z.int().positive().describe('1, 2, 3 … in the order of recording'),
    type: z.enum(ORDER_EVENT_TYPES),
    occurredAt: z.iso.datetime(),
    recordedAt: z.iso.datetime(),
    notificationId: z.string().nullable(),
    data: z
      .record(z.string(), z.unknown())
      .describe('`{fact}` of a notification, `{kind, …}` of a mail, `{text}` of a note, else `{}`'),
  })
  .meta({ id: 'OrderEvent' });

/** An event as the API gives it. */
export type EventJson = z.output<typeof eventSchema>;

/** An event of the history as the API gives it. */
export function eventJson(event: RecordedOrderEvent): EventJson {
  return {
    seq: event.seq,
    type: event.type,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    notificationId: event.notificationId,
    data: { ...event.data },
  };
}
