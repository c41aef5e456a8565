import type { OrderEvent } from './order-event';
import { isSubjectFact } from './is-subject-fact';
import type { OrderFact } from './order-fact';
import type { OrderState } from './order-state';

/**
 * An order that no longer knows whose it is.
 * @param pseudonym stands in the place of the id in every fact
 * @returns the same state where there is nothing to replace
 */
export function withCustomerErased(state: OrderState, pseudonym: string): OrderState {
  const facts = state.facts.map((fact) => factOf(fact, pseudonym));
  return facts.every((fact, index) => fact === state.facts[index]) ? state : { ...state, facts };
}

/** An event that no longer tells whose order it is about. */
export function eventWithCustomerErased(event: OrderEvent, pseudonym: string): OrderEvent {
  switch (event.type) {
    case 'replenish-requested':
    case 'order-placed':
    case 'order-cancelled':
    case 'item-shipped':
    case 'device-deregistered':
    case 'order-ended':
    case 'late-notification':
      return { ...event, data: { fact: factOf(event.data.fact, pseudonym) } };
    case 'cancel-window-closed':
    case 'ship-overdue':
    case 'resolution-timeout':
    case 'expired':
    case 'email-sent':
    case 'email-skipped':
    case 'email-failed':
    case 'note':
    case 'email-resent':
    case 'email-resend-failed':
    case 'reconciled':
      return event;
  }
}

function factOf(fact: OrderFact, pseudonym: string): OrderFact {
  return !isSubjectFact(fact) || fact.subject.customerId === pseudonym
    ? fact
    : { ...fact, subject: { ...fact.subject, customerId: pseudonym } };
}
