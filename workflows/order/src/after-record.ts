import { emailEvent, emailEventKey } from '@refill/order-lifecycle/email-event';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import {
  applyFact,
  type OrderState,
  withEmail,
  withRecorded,
} from '@refill/order-lifecycle/order-state';
import {
  eventWithCustomerErased,
  withCustomerErased,
} from '@refill/order-lifecycle/with-customer-erased';
import type { RecordHistoryResult } from '@refill/temporal/order-activities';

/** What an order is, and what has happened to it. */
export interface OrderSoFar {
  readonly state: OrderState;
  /** Oldest first. */
  readonly timeline: readonly OrderEvent[];
}

/** An order after it was recorded. */
export interface RecordedOrder extends OrderSoFar {
  /** How many facts the record told that the order did not know: deregistrations of its device. */
  readonly newFacts: number;
}

/**
 * What an order is once its events are in the history, by what the record told of mails, the customer and the device.
 * @param events those that were recorded
 * @param result of the record, by a run that may write the order
 * @param now ms since the epoch
 */
export function afterRecord(
  { state, timeline }: OrderSoFar,
  events: readonly OrderEvent[],
  result: Extract<RecordHistoryResult, { outcome: 'recorded' }>,
  now: number,
): RecordedOrder {
  const { emails = [], emailsEndedOtherwise = [], customerPseudonym, deregistrations } = result;
  const untrue = new Set(emailsEndedOtherwise.map(({ kind }) => emailEventKey(kind)));
  const ended = [...emails, ...emailsEndedOtherwise];
  const at = new Date(now).toISOString();
  const story = [
    ...timeline,
    ...events.filter(({ key }) => !untrue.has(key)),
    ...ended.map(({ kind, outcome }) => emailEvent(kind, outcome, at)),
  ];
  const told = ended.reduce((known, { kind, outcome }) => withEmail(known, kind, outcome), state);
  const recorded = withRecorded(
    told,
    events.map(({ key }) => key),
  );
  const erased =
    customerPseudonym === undefined ? recorded : withCustomerErased(recorded, customerPseudonym);
  const heard = deregistrations.reduce((known, fact) => applyFact(known, fact, now), erased);
  return {
    state: heard,
    timeline:
      customerPseudonym === undefined
        ? story
        : story.map((event) => eventWithCustomerErased(event, customerPseudonym)),
    newFacts: heard.facts.length - erased.facts.length,
  };
}
