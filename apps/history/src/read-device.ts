import type { z } from 'zod';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { getDevice } from '@refill/order-history/get-device';
import { listOrders } from '@refill/order-history/list-orders';
import { ProblemError } from '@refill/service/problem-details';
import { deviceJson, type deviceSchema, MAX_OPEN_ORDERS } from './device-json';
import type { TemporalUi } from './workflow-url';

/**
 * Reads a device with its slots and its open orders.
 * @throws ProblemError 404 `HISTORY_DEVICE_NOT_FOUND`
 */
export async function readDevice(
  { db, temporalUi }: { readonly db: OrderHistoryDatabase; readonly temporalUi: TemporalUi | null },
  identity: DeviceIdentity,
): Promise<z.output<typeof deviceSchema>> {
  const [device, open] = await Promise.all([
    getDevice(db, identity),
    listOrders(db, {
      filter: { ...identity, open: true },
      limit: MAX_OPEN_ORDERS,
      after: null,
    }),
  ]);
  if (device === null) throw deviceNotFound();
  return deviceJson(device, open.orders, temporalUi);
}

/** 404 `HISTORY_DEVICE_NOT_FOUND`. */
export function deviceNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_DEVICE_NOT_FOUND',
    title: 'The history does not hold this device',
  });
}
