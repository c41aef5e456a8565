import type { OperatorAction } from '@refill/order-history/operator-action';
import type { Who } from '@refill/order-history/quarantine-states';
import { requestOperatorAction } from '@refill/order-history/request-operator-action';
import type { ApiContext } from './api-context';
import { carryOutNow } from './carry-out-action';
import { orderClosed, orderNotFound } from './order-problems';

/**
 * Ends an order by hand, and waits some seconds for it: tells its workflow, or ends it in the history alone where
 * no workflow is open. The request is written down before anything is done.
 * @param stop ends the waiting
 * @returns how far it is: `waiting` while no worker has taken it in
 * @throws ProblemError 404 `HISTORY_ORDER_NOT_FOUND`, 409 `HISTORY_ORDER_CLOSED`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`:
 * then the action has failed with this code
 */
export async function endOrder(
  context: Pick<ApiContext, 'db' | 'temporal' | 'actionWaitMs'>,
  request: { readonly orderId: string; readonly reason: string },
  who: Who,
  stop: AbortSignal,
): Promise<OperatorAction> {
  const action = await requestOperatorAction(context.db, { kind: 'end-order', ...request }, who);
  if (action === 'unknown-order') throw orderNotFound();
  if (action === 'closed') throw orderClosed();
  return await carryOutNow(context, action, stop);
}
