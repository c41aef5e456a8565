import { LRUCache } from 'lru-cache';

/** The orders that Temporal took something about from this instance, as far as it remembers. */
export interface RecentOrders {
  /** Whether an order's workflow most likely runs. */
  has(orderId: string): boolean;
  add(orderId: string): void;
  /** Forgets an order that has ended. */
  delete(orderId: string): void;
}

/** About 2 MB. */
const MOST = 10_000;

/** Makes the memory; what is not in it is only told to Temporal in the dearer way. */
export function createRecentOrders(): RecentOrders {
  const orders = new LRUCache<string, true>({ max: MOST });
  return {
    has: (orderId) => orders.has(orderId),
    add: (orderId) => {
      orders.set(orderId, true);
    },
    delete: (orderId) => {
      orders.delete(orderId);
    },
  };
}
