import type { OrderEnded } from '@refill/order-lifecycle/order-fact';
import { endOrderInHistory } from '@refill/order-history/end-order-in-history';
import { finishOperatorAction } from '@refill/order-history/finish-operator-action';
import { actionKey, type OperatorAction } from '@refill/order-history/operator-action';
import type { Who } from '@refill/order-history/quarantine-states';
import { requestOperatorAction } from '@refill/order-history/request-operator-action';
import { ProblemError } from '@refill/service/problem-details';
import { signalOpenOrder } from '@refill/temporal/signal-order';
import type { ApiContext } from './api-context';
import { awaitAction } from './await-action';
import { callTemporal } from './call-temporal';
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
  { db, temporal, actionWaitMs }: Pick<ApiContext, 'db' | 'temporal' | 'actionWaitMs'>,
  request: { readonly orderId: string; readonly reason: string },
  who: Who,
  stop: AbortSignal,
): Promise<OperatorAction> {
  const { orderId } = request;
  const action = await requestOperatorAction(db, { kind: 'end-order', ...request }, who);
  if (action === 'unknown-order') throw orderNotFound();
  if (action === 'closed') throw orderClosed();
  const { actionId, requestedAt } = action;
  const fact: OrderEnded = {
    type: 'order-ended',
    notificationId: actionKey(actionId),
    occurredAt: requestedAt,
  };
  try {
    const told = await callTemporal(
      temporal.client,
      stop,
      async () => await signalOpenOrder(temporal.client, orderId, fact),
    );
    if (told === 'not-open' && (await endOrderInHistory(db, { orderId, fact })) !== 'recorded') {
      throw orderClosed();
    }
  } catch (error) {
    const outcome = error instanceof ProblemError ? error.code : 'INTERNAL_ERROR';
    // A call that seemed to fail may have been taken in all the same.
    if (await finishOperatorAction(db, actionId, outcome)) throw error;
  }
  return await awaitAction(db, action, actionWaitMs, stop);
}
