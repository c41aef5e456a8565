import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { applyFact, type OrderState } from '@refill/order-lifecycle/order-state';

/**
 * The facts that were signalled and that the order has not taken in, oldest arrival first.
 *
 * When a fact arrived counts (`ORDER_SETTLE`), and a signal handler can't tell: where a local activity of an earlier
 * workflow task ends in that of the signal, a replay hands both to the workflow at once, at the later time. So facts are
 * taken in where the workflow waits for nothing, which is at the same time in both runs.
 */
export class OrderInbox {
  private waiting: readonly OrderFact[] = [];

  /** Adds what a signal brought. */
  put(fact: OrderFact): void {
    this.waiting = [...this.waiting, fact];
  }

  /**
   * The state with everything that waits taken in.
   * @param now ms since the epoch
   */
  ahead(state: OrderState, now: number): OrderState {
    return this.waiting.reduce((before, fact) => applyFact(before, fact, now), state);
  }

  /**
   * Takes in everything that waits.
   * @param now ms since the epoch
   */
  take(state: OrderState, now: number): OrderState {
    const after = this.ahead(state, now);
    this.waiting = [];
    return after;
  }
}
