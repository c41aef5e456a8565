import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { carryDevice } from '@refill/device-lifecycle/device-carry';
import { eventsToRecord } from '@refill/device-lifecycle/device-events';
import type {
  DeviceDeregistered,
  DeviceFact,
  DeviceRegistered,
  SubscriptionChanged,
} from '@refill/device-lifecycle/device-fact';
import {
  applyFact,
  type DeviceState,
  newDevice,
  withRecorded,
} from '@refill/device-lifecycle/device-state';
import { viewDevice } from '@refill/device-lifecycle/device-view';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import type { RecordDeviceInput } from './record-device';

/** What a test's device is, unless it says otherwise. */
export const TEST_DEVICE: DeviceIdentity = { modelId: 'PetFeeder', serialNumber: 'SN-1' };

const fact = {
  notificationId: 'n-1',
  occurredAt: '2026-01-05T10:00:00.000Z',
  customerId: 'customer-1',
};

/** The fact of a registration, for tests only. */
export function registeredFact(changes: Partial<DeviceRegistered> = {}): DeviceRegistered {
  return { ...fact, type: 'device-registered', ...changes };
}

/** The fact of a deregistration, for tests only. */
export function deregisteredFact(changes: Partial<DeviceDeregistered> = {}): DeviceDeregistered {
  return { ...fact, type: 'device-deregistered', ...changes };
}

/** The fact that a product was chosen in one slot, for tests only. */
export function subscribedFact(changes: Partial<SubscriptionChanged> = {}): SubscriptionChanged {
  const products = [{ asin: 'B01', quantity: 0.5, unit: 'pounds' }];
  const slots = [{ slotId: 'Slot1', subscribed: true, products }];
  return { ...fact, type: 'subscription-changed', version: '2.0', slots, ...changes };
}

/** The state of a device that these facts are known of, for tests only. */
export function stateOf(device: DeviceIdentity, facts: readonly DeviceFact[]): DeviceState {
  return facts.reduce(applyFact, newDevice(device, DEFAULT_DEVICE_WINDOWS));
}

/**
 * What a workflow run records of a device of which these facts are known, for tests only.
 * @throws RangeError without a fact
 */
export function deviceRecord(
  facts: readonly DeviceFact[],
  changes: Partial<RecordDeviceInput> & { readonly device?: DeviceIdentity } = {},
): RecordDeviceInput {
  const { device = TEST_DEVICE, ...rest } = changes;
  const state = stateOf(device, facts);
  const view = viewDevice(state, -Infinity);
  if (view === null) throw new RangeError('a device is recorded once something is known of it');
  const events = eventsToRecord(state, view);
  return {
    snapshot: view.snapshot,
    events,
    carry: carryDevice(
      withRecorded(
        state,
        events.map(({ key }) => key),
      ),
    ),
    generation: 1,
    revision: 1,
    workflowId: `device:${device.modelId}/${device.serialNumber}`,
    runId: 'run-1',
    ...rest,
  };
}
