import type { DeviceIdentity } from '@refill/drs-notifications/notification';

/** The page of an order. */
export function orderUrl(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}`;
}

/** The page of a device. */
export function deviceUrl({ modelId, serialNumber }: DeviceIdentity): string {
  return `/devices/${encodeURIComponent(modelId)}/${encodeURIComponent(serialNumber)}`;
}

/** The page of a customer; for sessions with the write token only. */
export function customerUrl(customerId: string): string {
  return `/customers/${encodeURIComponent(customerId)}`;
}
