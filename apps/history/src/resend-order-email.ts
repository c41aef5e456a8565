import { reasonAgainst } from '@refill/order-lifecycle/emails-due';
import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { getOrder } from '@refill/order-history/get-order';
import type { OperatorAction } from '@refill/order-history/operator-action';
import type { Who } from '@refill/order-history/quarantine-states';
import { requestOperatorAction } from '@refill/order-history/request-operator-action';
import type { ApiContext } from './api-context';
import { carryOutNow } from './carry-out-action';
import { emailNotDue, orderNotFound } from './order-problems';

/** A mail that is wanted once more. */
export interface ResendRequest {
  readonly orderId: string;
  readonly kind: OrderEmailKind;
  /** `null`: to the customer's own address. */
  readonly to: string | null;
  readonly reason: string | null;
}

/**
 * Sends a mail of an order once more, as the order stands now, and waits some seconds for it.
 * @param stop ends the waiting
 * @returns how far it is: `waiting` while it is tried, `failed` with the mail's code as its outcome
 * @throws ProblemError 404 `HISTORY_ORDER_NOT_FOUND`, 409 `HISTORY_EMAIL_NOT_DUE`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`:
 * then the action has failed with this code
 */
export async function resendOrderEmail(
  context: Pick<ApiContext, 'db' | 'temporal' | 'actionWaitMs'>,
  { orderId, kind, to, reason }: ResendRequest,
  who: Who,
  stop: AbortSignal,
): Promise<OperatorAction> {
  const { db } = context;
  const order = await getOrder(db, orderId);
  if (order === null) throw orderNotFound();
  const against = whyNot(kind, order);
  if (against !== null) throw emailNotDue(against);
  const action = await requestOperatorAction(
    db,
    { kind: 'resend-email', orderId, emailKind: kind, address: to, reason },
    who,
  );
  // An order never goes, and `closed` is an answer to other requests only.
  if (action === 'unknown-order' || action === 'closed') throw orderNotFound();
  return await carryOutNow(context, action, stop);
}

/**
 * Whether a mail of a kind would say what is true of an order now, for those who ask beforehand.
 * @returns why not, in one sentence; `null` when it would
 */
export function whyNot(kind: OrderEmailKind, order: OrderSnapshot): string | null {
  const reason = reasonAgainst(kind, order);
  if (reason === 'superseded') return `The order is ${order.status}.`;
  if (reason === 'device-deregistered') return "The order's device was deregistered.";
  if (kind === 'ship-overdue' && !order.attention.includes('ship-overdue')) {
    return 'The order is not overdue.';
  }
  return null;
}
