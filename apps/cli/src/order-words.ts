import type { OrderEvent, OrderItem, OrderNext } from '@refill/history-client';
import type { Terminal } from './terminal';

const NEXT_WORDS: ReadonlyMap<string, string> = new Map([
  ['settle', 'a missing OrderPlaced may come until'],
  ['resolution', "Amazon's 72 hours of order resolution end"],
  ['cancel-window', 'the customer can cancel until'],
  ['overdue', 'delivery is expected by'],
  ['expiry', 'Refill stops waiting'],
]);

/** What an order waits for next, besides a word of Amazon's; goes before the time. */
export function nextWords({ kind }: OrderNext): string {
  return NEXT_WORDS.get(kind) ?? kind;
}

/** What an item is and how much of it: `2 count of B0SIMFILTR`. */
export function itemWords({ asin, quantity, unit }: OrderItem): string {
  const amount = [quantity, unit].filter((part) => part !== null).join(' ');
  return amount === '' ? (asin ?? 'a product') : `${amount} of ${asin ?? 'a product'}`;
}

/** What goes behind an event's type: the kind of a mail and why it was not sent, the words of a note. */
export function eventWords({ data }: Pick<OrderEvent, 'data'>): string {
  const words = ['kind', 'reason', 'code', 'text', 'actor']
    .map((name) => data[name])
    .filter((value) => typeof value === 'string');
  return words.join(', ');
}

/** Colours a status: green for shipped, red for what came to nothing. */
export function statusStyle(colours: Terminal['colours']): (status: string) => string {
  return (status) => {
    if (status === 'shipped') return colours.green(status);
    return status === 'cancelled' || status === 'expired' ? colours.red(status) : status;
  };
}
