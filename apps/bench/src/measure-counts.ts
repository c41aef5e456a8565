import type { BenchOptions } from './bench-options';
import { countOrders } from './counts/count-orders';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';

/** The least of so many counts. */
const ORDERS = 5;

/** What an order costs Temporal, which does not depend on the machine. */
export async function measureCounts(
  stack: BenchStack,
  _options: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const { orders, frontendCalls } = await countOrders(stack, ORDERS, (done) => {
    recorder.step(`order ${done + 1} of ${ORDERS}`, done / ORDERS);
  });
  for (const order of orders) {
    recorder.bar('historyEvents', order.historyEvents);
    recorder.bar('stateTransitions', order.stateTransitions);
    recorder.bar('historyBytes', order.historyBytes);
  }
  if (frontendCalls !== null) recorder.bar('frontendCalls', frontendCalls);
}
