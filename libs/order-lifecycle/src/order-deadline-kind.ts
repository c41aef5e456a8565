/** What an order can wait for, besides a word of Amazon's. */
export const ORDER_DEADLINE_KINDS = [
  'settle',
  'resolution',
  'cancel-window',
  'overdue',
  'expiry',
] as const;

/**
 * What an order waits for:
 * `settle`: the end of the settle time, in which a missing OrderPlaced may come; `resolution`: the end of Amazon's
 * 72 hours of order resolution; `cancel-window`: the customer can no longer cancel; `overdue`: what is to come should
 * have been delivered; `expiry`: Refill stops waiting.
 */
export type OrderDeadlineKind = (typeof ORDER_DEADLINE_KINDS)[number];
