import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import type { SimulationRequest } from '../plan-simulation';

/** The moment at which simulations of tests begin: ms since the epoch. */
export const NOW = Date.parse('2026-03-01T12:00:00.250Z');

/** A simulation of one order with everything at its default. */
export function simulationRequest(changes: Partial<SimulationRequest> = {}): SimulationRequest {
  let ids = 0;
  return {
    now: NOW,
    notifications: '2.0',
    pace: 'fast',
    windows: DEFAULT_ORDER_WINDOWS,
    deviceWindows: DEFAULT_DEVICE_WINDOWS,
    orderId: 'order-1',
    subject: {
      modelId: 'model-1',
      serialNumber: 'serial-1',
      slotId: 'slot-1',
      customerId: 'customer-1',
    },
    times: 1,
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    ...changes,
  };
}
