import type { OrderEnded } from '@refill/order-lifecycle/order-fact';
import { finishEmailResend } from '@refill/order-history/email-resend';
import { endOrderInHistory } from '@refill/order-history/end-order-in-history';
import { finishOperatorAction } from '@refill/order-history/finish-operator-action';
import { getOperatorAction } from '@refill/order-history/list-operator-actions';
import { actionKey, type OperatorAction } from '@refill/order-history/operator-action';
import { ProblemError } from '@refill/service/problem-details';
import { signalOpenOrder } from '@refill/temporal/signal-order';
import { startResendEmail } from '@refill/temporal/start-resend-email';
import type { ApiContext } from './api-context';
import { awaitAction } from './await-action';
import { callTemporal } from './call-temporal';
import { orderClosed } from './order-problems';

/**
 * Tells Temporal what an operator asked for, as it was written down; an order without an open workflow is ended in the
 * history alone. May be repeated: a workflow counts a fact once by its id, and a mail's workflow starts once.
 * @param stop ends the call to Temporal
 * @throws ProblemError 409 `HISTORY_ORDER_CLOSED`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`
 */
export async function carryOutAction(
  { db, temporal: { client } }: Pick<ApiContext, 'db' | 'temporal'>,
  action: OperatorAction,
  stop: AbortSignal,
): Promise<void> {
  const { actionId, orderId, kind, requestedAt } = action;
  switch (kind) {
    case 'resend-email': {
      const email = { actionId, orderId, kind: action.emailKind ?? '' };
      await callTemporal(client, stop, async () => await startResendEmail(client, email));
      return;
    }
    case 'end-order': {
      const fact: OrderEnded = {
        type: 'order-ended',
        notificationId: actionKey(actionId),
        occurredAt: requestedAt,
      };
      const told = await callTemporal(
        client,
        stop,
        async () => await signalOpenOrder(client, orderId, fact),
      );
      if (told === 'signalled') return;
      if ((await endOrderInHistory(db, { orderId, fact })) !== 'recorded') throw orderClosed();
      return;
    }
    // They are written down as done.
    case 'note':
    case 'reconcile':
  }
}

/**
 * Writes down that an action could not be carried out, unless it has ended meanwhile.
 * @param error what stood against it
 */
export async function failAction(
  { db }: Pick<ApiContext, 'db'>,
  action: OperatorAction,
  error: unknown,
): Promise<void> {
  const outcome = error instanceof ProblemError ? error.code : 'INTERNAL_ERROR';
  if (action.kind === 'resend-email') {
    await finishEmailResend(db, action, outcome, new Date().toISOString());
  } else {
    await finishOperatorAction(db, action.actionId, outcome);
  }
}

/**
 * Carries out what somebody waits for, and waits some seconds for its end.
 * @param stop ends the waiting
 * @returns how far it is
 * @throws ProblemError as `carryOutAction` does: then the action has failed with this code
 */
export async function carryOutNow(
  context: Pick<ApiContext, 'db' | 'temporal' | 'actionWaitMs'>,
  action: OperatorAction,
  stop: AbortSignal,
): Promise<OperatorAction> {
  try {
    await carryOutAction(context, action, stop);
  } catch (error) {
    await failAction(context, action, error);
    // A call that seemed to fail may have been taken in all the same.
    const now = await getOperatorAction(context.db, action.actionId);
    if (now === null || now.state === 'failed') throw error;
  }
  return await awaitAction(context.db, action, context.actionWaitMs, stop);
}
