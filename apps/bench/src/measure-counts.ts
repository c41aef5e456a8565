import type { BenchOptions } from './bench-options';
import { countOrders } from './counts/count-orders';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';

/** The least of so many counts. */
const ORDERS = 5;
/** Most orders ship when they can no longer be cancelled; the bars are about those that ship before. */
const LATER = 'shipped after the time to cancel';

/** What an order costs Temporal, which does not depend on the machine. */
export async function measureCounts(
  stack: BenchStack,
  _options: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const { orders, afterCancelWindow, frontendCalls } = await countOrders(stack, ORDERS, (done) => {
    recorder.step(
      done < ORDERS
        ? `order ${done + 1} of ${ORDERS}`
        : 'orders that ship after the time to cancel',
      done / (2 * ORDERS),
    );
  });
  for (const order of orders) {
    recorder.bar('historyEvents', order.historyEvents);
    recorder.bar('stateTransitions', order.stateTransitions);
    recorder.bar('historyBytes', order.historyBytes);
  }
  for (const order of afterCancelWindow) {
    recorder.rate(`${LATER}: history events`, order.historyEvents);
    recorder.rate(`${LATER}: state transitions`, order.stateTransitions);
    recorder.rate(`${LATER}: bytes`, order.historyBytes);
  }
  if (frontendCalls !== null) recorder.bar('frontendCalls', frontendCalls);
}
