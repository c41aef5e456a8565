import type { OrderFact, OrderSubjectFact } from './order-fact';

/** Whether a fact is about an order itself: without one, nobody knows whose order it is. */
export function isSubjectFact(fact: OrderFact): fact is OrderSubjectFact {
  switch (fact.type) {
    case 'replenish-requested':
    case 'order-placed':
    case 'order-cancelled':
    case 'item-shipped':
      return true;
    case 'device-deregistered':
    case 'order-ended':
      return false;
  }
}
