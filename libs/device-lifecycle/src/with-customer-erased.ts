import { isCustomerPseudonym } from '@refill/order-lifecycle/customer-pseudonym';
import type { DeviceEvent } from './device-event';
import type { DeviceState } from './device-state';

/** A customer whose id must be forgotten. */
export interface ErasedId {
  /** Amazon's `directedCustomerId`. */
  readonly customerId: string;
  /** What stands in its place. */
  readonly pseudonym: string;
}

/**
 * A device that no longer knows a customer's id, wherever it stood.
 * @returns the same state where the id is not known
 */
export function withCustomerErased(state: DeviceState, erased: ErasedId): DeviceState {
  if (!customersOf(state).includes(erased.customerId)) return state;
  const replace = <Holder extends { readonly customerId: string }>(holder: Holder): Holder =>
    withIdErased(holder, erased);
  const { past } = state;
  return {
    ...state,
    facts: state.facts.map(replace),
    late: state.late.map(replace),
    emails: state.emails.map(replace),
    past:
      past === null
        ? null
        : {
            ...replace(past),
            subscriptions: past.subscriptions === null ? null : replace(past.subscriptions),
          },
  };
}

/** An event that no longer tells a customer's id. */
export function eventWithCustomerErased(event: DeviceEvent, erased: ErasedId): DeviceEvent {
  switch (event.type) {
    case 'device-registered':
      return { ...event, data: { fact: withIdErased(event.data.fact, erased) } };
    case 'device-deregistered':
      return { ...event, data: { fact: withIdErased(event.data.fact, erased) } };
    case 'subscription-changed':
      return { ...event, data: { ...event.data, fact: withIdErased(event.data.fact, erased) } };
    case 'email-sent':
    case 'email-skipped':
    case 'email-failed':
    case 'note':
      return event;
  }
}

/** A fact, mail or mark that no longer tells a customer's id. */
export function withIdErased<Holder extends { readonly customerId: string }>(
  holder: Holder,
  { customerId, pseudonym }: ErasedId,
): Holder {
  return holder.customerId === customerId ? { ...holder, customerId: pseudonym } : holder;
}

/** Whether a customer of the device was erased: then Amazon's later words may name the id again. */
export function hasErasedCustomer(state: DeviceState): boolean {
  return customersOf(state).some(isCustomerPseudonym);
}

function customersOf({ facts, late, emails, past }: DeviceState): readonly string[] {
  const holders = [...facts, ...late, ...emails, past, past?.subscriptions];
  return holders.flatMap((holder) => holder?.customerId ?? []);
}
