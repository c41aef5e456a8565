import { type AwaitedState, awaitState, type WaitingTools } from './await-state';
import {
  deviceExpectationText,
  type DeviceState,
  deviceStateText,
  meetsDevice,
} from './device-expectation';
import type { OrderHistory } from './order-history';
import type { DeviceExpectation, SimulatedDevice } from './scenario';

/**
 * Waits until the history shows a device as expected, or until its time is up.
 * @param waiting.withinMs how long at most
 * @throws SimulatorError `SIMULATOR_HISTORY_FAILED` when the history cannot be read
 */
export async function awaitDevice(
  waiting: {
    readonly device: SimulatedDevice;
    readonly expected: DeviceExpectation;
    readonly withinMs: number;
    readonly waitingFor: string | null;
    readonly tag: string;
  },
  tools: WaitingTools & { readonly history: OrderHistory },
): Promise<AwaitedState<DeviceState>> {
  const { device, expected } = waiting;
  const { history, signal } = tools;
  return await awaitState(
    {
      ...waiting,
      read: async () => {
        const found = await history.readDevice(device, signal);
        if (found === null) return null;
        return { device: found, events: await history.readDeviceEvents(device, signal) };
      },
      isAsExpected: (state) => meetsDevice(state, expected),
      expectedText: deviceExpectationText(expected),
      stateText: deviceStateText,
    },
    tools,
  );
}
