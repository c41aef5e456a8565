import { concludeOrder } from './conclude-order';
import type { OrderEvent } from './order-event';
import { eventsToRecord } from './order-events';
import type { OrderFact } from './order-fact';
import type { OrderSnapshot } from './order-snapshot';
import { applyFact, closeOrder, newOrder, withRecorded } from './order-state';
import { isTerminal } from './order-status';
import { viewOrder } from './order-view';
import type { OrderWindows } from './order-windows';
import { withCustomerErased } from './with-customer-erased';

/** A moment at which an order looked at what had come. */
export interface OrderStep {
  /** ms since the epoch. */
  readonly at: number;
  /** What had come since the step before; may be nothing: then a deadline woke the order. */
  readonly facts: readonly OrderFact[];
}

/** All that an order has to be rebuilt from. */
export interface OrderToRebuild {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly windows: OrderWindows;
  readonly steps: readonly OrderStep[];
  /** What came after the order's workflow had ended; the history alone knows of it. */
  readonly lateFacts?: readonly OrderFact[];
  /** Stands in the place of a customer who was erased. */
  readonly customerPseudonym?: string | null;
}

/** An order as it must stand in the history. */
export interface RebuiltOrder {
  readonly snapshot: OrderSnapshot;
  /** Its facts and deadlines in the order in which they were recorded; mails and late facts are not among them. */
  readonly events: readonly OrderEvent[];
}

/**
 * Lives an order again, step by step as its workflow did: what it would have written, had nothing been lost.
 * @returns `null` when no fact about the order itself is among the steps
 */
export function rebuildOrder(order: OrderToRebuild): RebuiltOrder | null {
  const { orderId, windows, lateFacts = [], customerPseudonym = null } = order;
  const forget = (state: ReturnType<typeof newOrder>): ReturnType<typeof newOrder> =>
    customerPseudonym === null ? state : withCustomerErased(state, customerPseudonym);
  const events: OrderEvent[] = [];
  let state = newOrder(orderId, windows);
  let snapshot: OrderSnapshot | null = null;
  for (const { at, facts } of order.steps) {
    state = forget(facts.reduce((before, fact) => applyFact(before, fact, at), state));
    const view = viewOrder(state, at);
    if (view === null) continue;
    if (isTerminal(view.snapshot.status)) state = closeOrder(state);
    const due = eventsToRecord(state, view);
    events.push(...due);
    state = withRecorded(
      state,
      due.map((event) => event.key),
    );
    snapshot = view.snapshot;
  }
  if (snapshot === null) return null;
  if (lateFacts.length > 0) {
    const all = forget(lateFacts.reduce((before, fact) => applyFact(before, fact, 0), state));
    snapshot = concludeOrder(orderId, all.facts, windows);
  }
  return { snapshot, events };
}
