import { sql } from 'kysely';
import {
  ORDER_ATTENTIONS,
  ORDER_STATUSES,
  isTerminal,
  type OrderAttention,
  type OrderStatus,
  TERMINAL_STATUSES,
} from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';

/** How the open orders stand. */
export interface OrdersSummary {
  /** Every status of an open order, in the order of a life. */
  readonly open: readonly { readonly status: OrderStatus; readonly count: number }[];
  /** Every mark, counted on open orders only. */
  readonly attention: readonly { readonly attention: OrderAttention; readonly count: number }[];
  /** Mails about orders that failed for good in the last seven days. */
  readonly failedEmails: number;
}

/** Counts what is open: its cost goes by the open orders, not by the history. */
export async function summarizeOrders(db: OrderHistoryDatabase): Promise<OrdersSummary> {
  const open = ORDER_STATUSES.filter((status) => !isTerminal(status));
  const [statuses, marks, failed] = await Promise.all([
    db
      .selectFrom('orders')
      .select(['status', (expression) => expression.fn.countAll<string>().as('count')])
      .where('status', 'in', open)
      .groupBy('status')
      .execute(),
    sql<{ attention: OrderAttention; count: string }>`
      select mark as attention, count(*) as count
      from orders, unnest(attention) as mark
      where attention <> '{}' and status <> all(${TERMINAL_STATUSES}::text[])
      group by mark`.execute(db),
    db
      .selectFrom('emails')
      .select((expression) => expression.fn.countAll<string>().as('count'))
      .where('outcome', '=', 'failed')
      .where('settled_at', '>', sql<string>`clock_timestamp() - interval '7 days'`)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    open: open.map((status) => ({
      status,
      count: Number(statuses.find((row) => row.status === status)?.count ?? 0),
    })),
    attention: ORDER_ATTENTIONS.map((attention) => ({
      attention,
      count: Number(marks.rows.find((row) => row.attention === attention)?.count ?? 0),
    })),
    failedEmails: Number(failed.count),
  };
}
