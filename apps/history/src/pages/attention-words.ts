import type { OrderAttention } from '@refill/order-lifecycle/order-status';

const WORDS: Readonly<Record<OrderAttention, string>> = {
  unresolved: 'Amazon has said nothing for 72 hours after the device asked for a product.',
  'ship-overdue': 'The estimated delivery passed, and Amazon has not said that it shipped.',
  'item-mismatch': 'Amazon shipped a product that was not in the order as it was placed.',
  contradiction: 'Amazon said both: shipped and cancelled.',
};

/** Marks that tell what an order waited for: once it is over, they are past. */
const PAST: Readonly<Partial<Record<OrderAttention, string>>> = {
  unresolved: 'Amazon said nothing for 72 hours after the device asked for a product.',
  'ship-overdue': 'The estimated delivery passed before the order ended.',
};

/** Why somebody should look at an open order with a mark, as a sentence. */
export function attentionWords(mark: OrderAttention): string {
  return WORDS[mark];
}

/** What a mark of an order that has ended says that is past; `null` when it is still worth a look. */
export function pastAttentionWords(mark: OrderAttention): string | null {
  return PAST[mark] ?? null;
}
