import { proxyActivities } from '@temporalio/workflow';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import type { DeviceActivities, DeregisterOrdersInput } from '@refill/temporal/device-activities';
import { DEREGISTER_ORDERS } from '@refill/temporal/retry-policies';

const { deregisterOrders } = proxyActivities<DeviceActivities>(DEREGISTER_ORDERS);

/** Tells the open orders of a device of every deregistration among the events, one after the other. */
export async function tellOrdersOfDeregistrations(
  device: DeregisterOrdersInput['device'],
  events: readonly DeviceEvent[],
): Promise<void> {
  for (const event of events) {
    if (event.type !== 'device-deregistered') continue;
    const { type, notificationId, occurredAt } = event.data.fact;
    const summary = `tell the open orders: device deregistered at ${occurredAt}`;
    await deregisterOrders.executeWithOptions({ ...DEREGISTER_ORDERS, summary }, [
      { device, deregistration: { type, notificationId, occurredAt } },
    ]);
  }
}
