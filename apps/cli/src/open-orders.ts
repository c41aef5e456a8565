import {
  type HistoryClient,
  ORDER_ATTENTIONS,
  ORDER_STATUSES,
  type OrderStatus,
} from '@refill/history-client';
import { knownCount } from './known-count';

/** How many orders have not ended. */
export interface OpenOrders {
  readonly open: number;
  /** How many of them have a mark; only marks that some have. */
  readonly attention: Readonly<Record<string, number>>;
}

const ENDED: ReadonlySet<OrderStatus> = new Set(['shipped', 'cancelled', 'expired', 'ended']);

/** Counts the open orders, and those with each mark. @returns `null` where an older server can't count */
export async function countOpenOrders(
  { orders }: HistoryClient,
  signal: AbortSignal,
): Promise<OpenOrders | null> {
  const status = ORDER_STATUSES.filter((one) => !ENDED.has(one));
  const open = await knownCount(orders.count({ status }, { signal }));
  if (open === null) return null;
  const marks = await Promise.all(
    ORDER_ATTENTIONS.map(
      async (attention) =>
        [attention, await orders.count({ status, attention }, { signal })] as const,
    ),
  );
  return { open, attention: Object.fromEntries(marks.filter(([, count]) => count > 0)) };
}
