import { expectationText, meets, stateText } from './expectation';
import type { HistoryOrder, OrderHistory } from './order-history';
import type { Expectation } from './scenario';
import type { Terminal } from './terminal';
import { clockText, durationText } from './time-text';
import type { Clock } from './wait';

/** How an order was found after a wait. */
export interface AwaitedOrder {
  readonly asExpected: boolean;
  /** `null` when the history does not know it. */
  readonly order: HistoryOrder | null;
}

/** How often the history is asked, in ms. */
const POLL_MS = 500;

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
    /** Tells the orders of a simulation apart; empty where there is but one. */
    readonly tag: string;
  },
  tools: {
    readonly history: OrderHistory;
    readonly clock: Clock;
    readonly terminal: Terminal;
    readonly signal: AbortSignal;
  },
): Promise<AwaitedOrder> {
  const { orderId, expected, withinMs, waitingFor, tag } = waiting;
  const { history, clock, terminal, signal } = tools;
  const began = clock.now();
  const text =
    `${clockText(began)}    … ${tag}waiting for ${expectationText(expected)}` +
    `${waitingFor === null ? '' : `: for ${waitingFor}`} (${durationText(withinMs)} at most)`;
  for (;;) {
    const order = await history.readOrder(orderId, signal);
    const elapsed = clock.now() - began;
    const asExpected = meets(order, expected);
    if (asExpected || elapsed >= withinMs) {
      terminal.line(
        `${clockText(clock.now())}  ${asExpected ? '=' : '!'} ${tag}Refill: ${stateText(order)}` +
          `${asExpected ? '' : `; expected ${expectationText(expected)}`}  (after ${durationText(elapsed)})`,
      );
      return { asExpected, order };
    }
    terminal.progress(text, `${durationText(elapsed)}, now: ${stateText(order)}`);
    await clock.wait(POLL_MS, signal);
  }
}
