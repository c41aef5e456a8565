import type { DeviceLife } from './device-life';
import { isSelected } from './slot-state';

/** Every status of a device. */
export const DEVICE_STATUSES = ['registered', 'subscribed', 'deregistered'] as const;

/**
 * Where a device stands: `registered` with nothing that reorders, `subscribed` with at least one slot that
 * does, or `deregistered`.
 */
export type DeviceStatus = (typeof DEVICE_STATUSES)[number];

/** The status at the end of what is known of a life. */
export function statusOf({ deregistrations, slots }: DeviceLife): DeviceStatus {
  if (deregistrations.length > 0) return 'deregistered';
  return slots.some(isSelected) ? 'subscribed' : 'registered';
}
