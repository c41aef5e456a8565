import type { SearchAttributePair, TypedSearchAttributes } from '@temporalio/common';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import { customerIdKey, deviceStatusKey } from '@refill/temporal/search-attributes';

/**
 * The search attributes that differ from what stands in Temporal, for one upsert.
 * Model and serial number were given when the device started and never change.
 * @param shown what stands in Temporal
 */
export function changedSearchAttributes(
  shown: TypedSearchAttributes,
  { status, customerId }: DeviceSnapshot,
): SearchAttributePair[] {
  const changed: SearchAttributePair[] = [];
  if (shown.get(deviceStatusKey) !== status) changed.push({ key: deviceStatusKey, value: status });
  if (shown.get(customerIdKey) !== customerId) {
    changed.push({ key: customerIdKey, value: customerId });
  }
  return changed;
}
