import type { SlotChange, SlotSide } from '@refill/device-lifecycle/slot-change';
import type { SubscriptionCause } from '@refill/device-lifecycle/subscription-cause';
import type { RecordedDeviceEvent } from '@refill/order-history/device-event-schema';
import { itemWords } from './item-words';

/** What a person reads of an event: what happened, and more about it. */
export interface EventWords {
  readonly headline: string;
  readonly details: readonly string[];
}

/** Why a slot changed, in words. Source: the causes of Amazon's page, "Subscription Changed". */
export const CAUSE_WORDS: Readonly<Record<SubscriptionCause, string>> = {
  'new-registration': 'device registered',
  'product-chosen': 'product chosen',
  'selection-cleared': 'selection cleared',
  'switched-on': 'switched on',
  'switched-off': 'switched off',
  'product-replaced': 'product replaced',
};

/** Says what an event of a device's history is. */
export function deviceEventWords(event: RecordedDeviceEvent): EventWords {
  switch (event.type) {
    case 'device-registered':
      return {
        headline: 'Registered',
        details: [`by the customer ${event.data.fact.customerId}`],
      };
    case 'device-deregistered':
      return {
        headline: 'Deregistered',
        details: [`by the customer ${event.data.fact.customerId}, or by Amazon: it does not say`],
      };
    case 'subscription-changed':
      return {
        headline: `Subscription changed (notification ${event.data.fact.version})`,
        details:
          event.data.changes.length === 0
            ? ['It says what was known already.']
            : event.data.changes.map(changeWords),
      };
    case 'email-sent':
      return { headline: `Mail ${event.data.kind} sent`, details: [event.data.messageId] };
    case 'email-skipped':
      return { headline: `Mail ${event.data.kind} not sent`, details: [event.data.reason] };
    case 'email-failed':
      return { headline: `Mail ${event.data.kind} failed`, details: [event.data.code] };
    case 'note':
      return { headline: 'Note', details: [event.data.text] };
  }
}

/** The products of a slot, in words. */
export function productWords(products: SlotSide['products']): string {
  if (products === null) return 'products not named';
  if (products.length === 0) return 'nothing selected';
  return products.map(itemWords).join(', ');
}

function changeWords({ slotId, cause, before, after }: SlotChange): string {
  return `${slotId}: ${CAUSE_WORDS[cause]} (${sideWords(before)} → ${sideWords(after)})`;
}

function sideWords({ subscribed, products }: SlotSide): string {
  const state = subscribed === null ? 'unknown' : subscribed ? 'on' : 'off';
  return `${state}, ${productWords(products)}`;
}
