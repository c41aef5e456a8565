import type { OrderFact, OrderFactType } from './order-fact';

/** What comes first where Amazon gives two facts the same time: the natural course of an order. */
const NATURAL_RANK: Readonly<Record<OrderFactType, number>> = {
  'replenish-requested': 0,
  'order-placed': 1,
  'item-shipped': 2,
  'order-cancelled': 3,
  'device-deregistered': 4,
  'order-ended': 5,
};

/**
 * Compares two facts by the time Amazon names, then by the natural course, then by id.
 * The order is total, so that every order of arrival ends in the same sequence.
 */
export function compareFacts(a: OrderFact, b: OrderFact): number {
  return (
    Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
    NATURAL_RANK[a.type] - NATURAL_RANK[b.type] ||
    (a.notificationId < b.notificationId ? -1 : a.notificationId > b.notificationId ? 1 : 0)
  );
}

/** The facts in the order in which they happened, each `notificationId` once. */
export function inOrderOfOccurrence(facts: readonly OrderFact[]): readonly OrderFact[] {
  const byId = new Map<string, OrderFact>();
  for (const fact of [...facts].sort(compareFacts)) {
    if (!byId.has(fact.notificationId)) byId.set(fact.notificationId, fact);
  }
  return [...byId.values()];
}
