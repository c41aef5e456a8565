import type { OrderHistoryDatabase } from './database';
import { type OrderFilter, ordersThatFit } from './order-filter';

/** How many orders fit. It reads all of them: for a progress bar or a report, not for each page. */
export async function countOrders(db: OrderHistoryDatabase, filter: OrderFilter): Promise<number> {
  const { count } = await ordersThatFit(db, filter)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
