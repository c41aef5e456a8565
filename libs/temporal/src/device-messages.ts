import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import type {
  DeviceDeregistered,
  DeviceFact,
  DeviceRegistered,
  SubscriptionChanged,
} from '@refill/device-lifecycle/device-fact';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';

/** The workflow type of a device. */
export const DEVICE_WORKFLOW_TYPE = 'deviceLifecycle';

/** What a device's workflow is started with. It stands in every history: only add optional fields. */
export interface DeviceWorkflowInput {
  readonly device: DeviceIdentity;
  readonly windows: DeviceWindows;
  /** `EMAIL_LOCAL_FIRST`: whether a mail is tried by a local activity before a regular one. Default: true. */
  readonly emailLocalFirst?: boolean;
  /** `HISTORY_URL`: where the pages of the history are; missing where nobody said. */
  readonly historyUrl?: string;
  /** What the run before this one hands on; missing where nothing did: then the history is asked. */
  readonly carry?: DeviceCarry;
  /** Counts the runs of the device: a record of an earlier run never undoes that of a later one. */
  readonly generation?: number;
  /**
   * Whether a timer is never cancelled within the workflow task that started it, so that a query does not tell a replay
   * from the first run (decision 23). Missing for devices that began before this was known; their later runs go on as they began,
   * for workers of both versions may take turns with them.
   */
  readonly timerKept?: boolean;
}

/** The customer completed Login with Amazon. */
export const deviceRegisteredSignal = defineSignal<[DeviceRegistered]>('DeviceRegistered');
/** The device is no longer registered. */
export const deviceGoneSignal = defineSignal<[DeviceDeregistered]>('DeviceDeregistered');
/** The state of every slot after a change. */
export const subscriptionChangedSignal = defineSignal<[SubscriptionChanged]>('SubscriptionChanged');

/** What is known of the device now; `null` before the first notification is applied. */
export const deviceStateQuery = defineQuery<DeviceSnapshot | null>('state');
/** What happened to the device in this run, oldest first. */
export const deviceTimelineQuery = defineQuery<readonly DeviceEvent[]>('timeline');

/** The name of the signal that carries a fact about a device. */
export function deviceSignalNameOf(fact: DeviceFact): string {
  switch (fact.type) {
    case 'device-registered':
      return deviceRegisteredSignal.name;
    case 'device-deregistered':
      return deviceGoneSignal.name;
    case 'subscription-changed':
      return subscriptionChangedSignal.name;
  }
}
