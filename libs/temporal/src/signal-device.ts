import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import { devicePageUrl } from '@refill/order-lifecycle/history-page';
import {
  DEVICE_WORKFLOW_TYPE,
  deviceSignalNameOf,
  type DeviceWorkflowInput,
} from './device-messages';
import { deviceWorkflowId } from './device-workflow-id';
import { historyPageAttribute } from './history-page-attribute';
import { customerIdKey, deviceModelKey, deviceSerialKey } from './search-attributes';
import { ORDER_TASK_QUEUE } from './task-queues';

/** A fact on its way to its device. */
export interface DeviceSignal {
  readonly device: DeviceIdentity;
  readonly fact: DeviceFact;
  /** Given to the device if this signal starts it. */
  readonly windows: DeviceWindows;
  /** Whether mails are first tried by a local activity; given to the device if this signal starts it. */
  readonly emailLocalFirst?: boolean;
  /** `HISTORY_URL`; given to the device if this signal starts it. */
  readonly historyUrl?: string;
}

/**
 * Signals a fact to its device and starts the device's workflow where none runs; durable when it returns.
 *
 * A workflow that has ended (the device was deregistered) is started anew and goes on from the history.
 * @throws gRPC errors of the SDK; `isTemporalUnavailable` tells which are worth repeating
 */
export async function signalDevice(
  client: Client,
  { device, fact, windows, emailLocalFirst, historyUrl }: DeviceSignal,
): Promise<void> {
  const input: DeviceWorkflowInput = {
    device: { modelId: device.modelId, serialNumber: device.serialNumber },
    windows,
    ...(emailLocalFirst === undefined ? {} : { emailLocalFirst }),
    ...(historyUrl === undefined ? {} : { historyUrl }),
    timerKept: true,
  };
  const page = historyUrl === undefined ? null : devicePageUrl(historyUrl, device);
  await client.workflow.signalWithStart(DEVICE_WORKFLOW_TYPE, {
    workflowId: deviceWorkflowId(device),
    taskQueue: ORDER_TASK_QUEUE,
    args: [input],
    signal: deviceSignalNameOf(fact),
    signalArgs: [fact],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `${device.modelId} ${device.serialNumber}`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: deviceModelKey, value: device.modelId },
      { key: deviceSerialKey, value: device.serialNumber },
      { key: customerIdKey, value: fact.customerId },
      ...historyPageAttribute(page),
    ]),
  });
}
