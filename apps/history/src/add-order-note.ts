import { addNote } from '@refill/order-history/add-note';
import type { RecordedOrderEvent } from '@refill/order-history/order-event-schema';
import type { Who } from '@refill/order-history/quarantine-states';
import type { ApiContext } from './api-context';
import { orderNotFound } from './order-problems';

/**
 * Adds a note of an operator to an order, open or not.
 * @returns its event in the order's history
 * @throws ProblemError 404 `HISTORY_ORDER_NOT_FOUND`
 */
export async function addOrderNote(
  { db }: Pick<ApiContext, 'db'>,
  note: { readonly orderId: string; readonly text: string },
  who: Who,
): Promise<RecordedOrderEvent> {
  const event = await addNote(db, note, who);
  if (event === null) throw orderNotFound();
  return event;
}
