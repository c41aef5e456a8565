import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { carryDevice } from '@refill/device-lifecycle/device-carry';
import { eventsToRecord } from '@refill/device-lifecycle/device-events';
import type {
  DeviceFact,
  DeviceRegistered,
  SubscriptionChanged,
} from '@refill/device-lifecycle/device-fact';
import { applyFact, newDevice, withRecorded } from '@refill/device-lifecycle/device-state';
import { viewDevice } from '@refill/device-lifecycle/device-view';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { recordDevice } from '@refill/order-history/record-device';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';

/** Records facts about a device as its workflow does. */
export async function recordFacts(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
  facts: readonly DeviceFact[],
): Promise<void> {
  const state = facts.reduce(applyFact, newDevice(device, { nudgeAfterMs: 86_400_000 }));
  const view = viewDevice(state, Date.parse('2026-01-05T12:00:00.000Z'));
  if (view === null) throw new Error('no facts');
  const events = eventsToRecord(state, view);
  await recordDevice(db, {
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
    workflowId: deviceWorkflowId(device),
    runId: 'run-1',
  });
}

/** The customer registered a device. */
export function registered(
  occurredAt: string,
  customerId = 'customer-1',
  notificationId = 'n-registered',
): DeviceRegistered {
  return { type: 'device-registered', notificationId, occurredAt, customerId };
}

/** The customer chose a product for one slot, or no notification names any (1.0). */
export function subscribed(
  occurredAt: string,
  changes: Partial<SubscriptionChanged> = {},
): SubscriptionChanged {
  const version = changes.version ?? '2.0';
  const products = version === '1.0' ? [] : [{ asin: 'B01', quantity: 1, unit: 'count' }];
  return {
    type: 'subscription-changed',
    notificationId: 'n-subscribed',
    occurredAt,
    customerId: 'customer-1',
    slots: [{ slotId: 'Slot1', subscribed: true, products }],
    ...changes,
    version,
  };
}
