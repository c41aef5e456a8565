import { compareFacts } from './fact-order';
import type { OrderEvent } from './order-event';
import type { OrderFact } from './order-fact';
import type { OrderState } from './order-state';
import type { OrderView } from './order-view';

/** Breaks ties of time: a deadline that falls together with a fact was reached first. */
const TIMEOUT_RANK = ['resolution-timeout', 'cancel-window-closed', 'ship-overdue', 'expired'];

/** The key of a fact's event: the fact is recorded once, in time or late. */
export function factEventKey(fact: OrderFact): string {
  return `fact:${fact.notificationId}`;
}

/**
 * The events that the history does not hold yet, in the order in which they happened.
 * Mails are not among them: the activity that sends one records it.
 */
export function eventsToRecord(state: OrderState, view: OrderView): readonly OrderEvent[] {
  const timeouts = [...view.timeouts]
    .sort((a, b) => TIMEOUT_RANK.indexOf(a.type) - TIMEOUT_RANK.indexOf(b.type))
    .map((timeout): OrderEvent => ({
      type: timeout.type,
      key: timeout.type,
      occurredAt: timeout.occurredAt,
      notificationId: null,
      data: {},
    }));
  const facts = [...state.facts]
    .sort(compareFacts)
    .filter((fact) => !isOlderRegistration(fact, view))
    .map((fact): OrderEvent => ({
      type: fact.type,
      key: factEventKey(fact),
      occurredAt: fact.occurredAt,
      notificationId: fact.notificationId,
      data: { fact },
    }));
  return [...timeouts, ...facts]
    .filter((event) => !state.recorded.has(event.key))
    .sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
}

/** A deregistration from before the order belongs to an earlier registration of the device. */
function isOlderRegistration(fact: OrderFact, view: OrderView): boolean {
  return (
    fact.type === 'device-deregistered' &&
    Date.parse(fact.occurredAt) < Date.parse(view.snapshot.startedAt)
  );
}
