import type { OrderAttention } from '@refill/order-lifecycle/order-status';

const WORDS: Readonly<Record<OrderAttention, string>> = {
  unresolved: 'Amazon has said nothing for 72 hours after the device asked for a product.',
  'ship-overdue': 'The estimated delivery passed, and Amazon has not said that it shipped.',
  'item-mismatch': 'Amazon shipped a product that was not in the order as it was placed.',
  contradiction: 'Amazon said both: shipped and cancelled.',
};

/** Why somebody should look at an order with a mark, as a sentence. */
export function attentionWords(mark: OrderAttention): string {
  return WORDS[mark];
}
