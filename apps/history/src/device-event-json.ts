import { z } from 'zod';
import { DEVICE_EVENT_TYPES } from '@refill/device-lifecycle/device-event';
import type { RecordedDeviceEvent } from '@refill/order-history/device-event-schema';

/** An event of a device's history as the API gives it. */
export const deviceEventSchema = z
  .object({
    seq: z.int().positive().describe('1, 2, 3 … in the order of recording'),
    type: z.enum(DEVICE_EVENT_TYPES),
    occurredAt: z.iso.datetime(),
    recordedAt: z.iso.datetime(),
    notificationId: z.string().nullable(),
    data: z
      .record(z.string(), z.unknown())
      .describe(
        '`{fact}` of a notification, with `changes` for subscription-changed; `{kind, …}` of a mail; ' +
          '`{text}` of a note',
      ),
  })
  .meta({ id: 'DeviceEvent' });

/** An event of a device's history as the API gives it. */
export function deviceEventJson(event: RecordedDeviceEvent): z.output<typeof deviceEventSchema> {
  return {
    seq: event.seq,
    type: event.type,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    notificationId: event.notificationId,
    data: { ...event.data },
  };
}
