import type { OrderEventType } from '@refill/order-lifecycle/order-event';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { actionKey, type OperatorAction } from '@refill/order-history/operator-action';
import type { RecordedOrderEvent } from '@refill/order-history/order-event-schema';
import { itemWords } from './item-words';

/** An event for a person. */
export interface OrderEventWords {
  readonly headline: string;
  readonly details: readonly string[];
}

const HEADLINES: Readonly<Record<OrderEventType, string>> = {
  'replenish-requested': 'Replenish called by the maker',
  'order-placed': 'Placed by Amazon',
  'order-cancelled': 'Cancelled at Amazon',
  'item-shipped': 'Shipped by Amazon',
  'device-deregistered': 'The device was deregistered',
  'order-ended': 'Ended by hand',
  'cancel-window-closed': 'The customer can no longer cancel',
  'ship-overdue': 'Overdue: the estimated delivery passed',
  'resolution-timeout': "Amazon's 72 hours of order resolution passed without a word",
  expired: 'Given up: Amazon never said how it ended',
  'email-sent': 'Mail sent',
  'email-skipped': 'Mail not sent',
  'email-failed': 'Mail failed',
  'late-notification': 'Came after the end',
  note: 'Note',
  'email-resent': 'Mail sent again',
  'email-resend-failed': 'Mail could not be sent again',
  reconciled: "Written anew from Temporal's history",
};

/**
 * What an event of an order's history is, in words.
 * @param actions what operators did with the order: says why it was ended, and by whom
 */
export function orderEventWords(
  event: RecordedOrderEvent,
  actions: readonly OperatorAction[],
): OrderEventWords {
  const headline = HEADLINES[event.type];
  switch (event.type) {
    case 'replenish-requested':
    case 'order-placed':
    case 'order-cancelled':
    case 'item-shipped':
    case 'device-deregistered':
      return { headline, details: factDetails(event.data.fact) };
    case 'order-ended':
      return { headline, details: endDetails(event.notificationId, actions) };
    case 'late-notification':
      return {
        headline: `${headline}: ${HEADLINES[event.data.fact.type]}`,
        details: factDetails(event.data.fact),
      };
    case 'cancel-window-closed':
    case 'ship-overdue':
    case 'resolution-timeout':
    case 'expired':
      return { headline, details: [] };
    case 'email-sent':
      return { headline: `${headline}: ${event.data.kind}`, details: [event.data.messageId] };
    case 'email-skipped':
      return { headline: `${headline}: ${event.data.kind}`, details: [event.data.reason] };
    case 'email-failed':
      return { headline: `${headline}: ${event.data.kind}`, details: [event.data.code] };
    case 'note':
      return { headline, details: [event.data.text, ...by(event.data.actor ?? null)] };
    case 'email-resent':
      return { headline: `${headline}: ${event.data.kind}`, details: resentDetails(event.data) };
    case 'email-resend-failed':
      return {
        headline: `${headline}: ${event.data.kind}`,
        details: [event.data.code, ...resentDetails(event.data)],
      };
    case 'reconciled':
      return {
        headline,
        details: [
          ...event.data.differences.map(
            ({ field, history, temporal }) =>
              `${field}: ${JSON.stringify(history)} → ${JSON.stringify(temporal)}`,
          ),
          ...by(event.data.actor),
        ],
      };
  }
}

function factDetails(fact: OrderFact): readonly string[] {
  switch (fact.type) {
    case 'replenish-requested':
      return [fact.detailCode];
    case 'order-placed':
    case 'item-shipped':
      return [
        ...fact.items.map(itemWords),
        ...(fact.version === undefined ? [] : [`notification ${fact.version}`]),
      ];
    case 'order-cancelled':
    case 'device-deregistered':
    case 'order-ended':
      return [];
  }
}

function endDetails(notificationId: string, actions: readonly OperatorAction[]): readonly string[] {
  const action = actions.find(({ actionId }) => actionKey(actionId) === notificationId);
  if (action === undefined) return [];
  return [action.reason ?? 'The reason was erased.', ...by(action.actor)];
}

function resentDetails({
  actor,
  otherAddress,
}: {
  readonly actor: string | null;
  readonly otherAddress: boolean;
}): readonly string[] {
  return [otherAddress ? 'to another address' : "to the customer's address", ...by(actor)];
}

function by(actor: string | null): readonly string[] {
  return actor === null ? [] : [`by ${actor}`];
}
