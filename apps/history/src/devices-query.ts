import { z } from 'zod';
import { DEVICE_STATUSES } from '@refill/device-lifecycle/device-status';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { listDevices } from '@refill/order-history/list-devices';
import { listedDeviceJson, listedDeviceSchema } from './device-json';
import { decodeDevicesCursor, encodeDevicesCursor } from './page-cursor';
import { cursor, idText, nextCursor } from './request-text';
import type { TemporalUi } from './workflow-url';

const MAX_DEVICES = 200;

/** Which devices are wanted. Strict: a filter that is misspelt must not give all devices. */
export const devicesQuery = z.strictObject({
  customerId: idText.optional(),
  modelId: idText.optional(),
  serialNumber: idText.optional(),
  status: z.enum(DEVICE_STATUSES).optional(),
  version: z
    .enum(['1.0', '2.0'])
    .optional()
    .describe('The version of the newest SubscriptionChanged that named a slot'),
  limit: z.coerce.number().int().min(1).max(MAX_DEVICES).default(50),
  cursor,
});

/** A page of devices as the API gives it. */
export const devicesPageSchema = z
  .object({ items: z.array(listedDeviceSchema), nextCursor })
  .describe('A page of devices');

/**
 * Reads the page of devices that a query asks for.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID`
 */
export async function readDevicesPage(
  { db, temporalUi }: { readonly db: OrderHistoryDatabase; readonly temporalUi: TemporalUi | null },
  query: z.output<typeof devicesQuery>,
): Promise<z.output<typeof devicesPageSchema>> {
  const { limit, cursor: after, ...filter } = query;
  const page = await listDevices(db, {
    filter,
    limit,
    after: after === undefined ? null : decodeDevicesCursor(after),
  });
  return {
    items: page.devices.map((device) => listedDeviceJson(device, temporalUi)),
    nextCursor: page.next === null ? null : encodeDevicesCursor(page.next),
  };
}
