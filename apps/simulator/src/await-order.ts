import { type AwaitedState, awaitState, type WaitingTools } from './await-state';
import { expectationText, meets, stateText } from './expectation';
import type { HistoryOrder, OrderHistory } from './order-history';
import type { Expectation } from './scenario';

/**
 * Waits until the history shows an order as expected, or until its time is up.
 * @param waiting.withinMs how long at most
 * @throws SimulatorError `SIMULATOR_HISTORY_FAILED` when the history cannot be read
 */
export async function awaitOrder(
  waiting: {
    readonly orderId: string;
    readonly expected: Expectation;
    readonly withinMs: number;
    readonly waitingFor: string | null;
    readonly tag: string;
  },
  tools: WaitingTools & { readonly history: OrderHistory },
): Promise<AwaitedState<HistoryOrder>> {
  const { orderId, expected } = waiting;
  return await awaitState(
    {
      ...waiting,
      read: () => tools.history.readOrder(orderId, tools.signal),
      isAsExpected: (order) => meets(order, expected),
      expectedText: expectationText(expected),
      stateText,
    },
    tools,
  );
}
