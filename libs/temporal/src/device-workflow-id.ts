import type { DeviceIdentity } from '@refill/drs-notifications/notification';

/** The workflow id of a device: `device:{modelId}/{serialNumber}`, so that Temporal itself allows one run per device. */
export function deviceWorkflowId({ modelId, serialNumber }: DeviceIdentity): string {
  return `device:${modelId}/${serialNumber}`;
}
