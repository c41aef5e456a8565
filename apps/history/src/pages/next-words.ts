import type { OrderDeadlineKind } from '@refill/order-lifecycle/order-deadline-kind';

const WORDS: Readonly<Record<OrderDeadlineKind, string>> = {
  settle: 'a missing OrderPlaced may come until',
  resolution: "Amazon's 72 hours of order resolution end",
  'cancel-window': 'the customer can cancel until',
  overdue: 'delivery is expected by',
  expiry: 'Refill stops waiting',
};

/** What an order waits for next, besides a word of Amazon's; goes before the time. */
export function nextWords(kind: OrderDeadlineKind): string {
  return WORDS[kind];
}
