import { randomUUID } from 'node:crypto';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';
import { lockOrder } from './lock-order';
import {
  type OperatorAction,
  OPERATOR_ACTION_COLUMNS,
  readOperatorAction,
} from './operator-action';
import type { Who } from './quarantine-states';

/** What an operator asks for. */
export type OperatorRequest =
  | {
      readonly kind: 'resend-email';
      readonly orderId: string;
      readonly emailKind: string;
      /** `null`: to the customer's own. */
      readonly address: string | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'end-order'; readonly orderId: string; readonly reason: string };

/**
 * Writes down what an operator asks for, before anything is done: it waits until it is finished.
 * @returns `closed` when an order that is to be ended has ended already
 */
export async function requestOperatorAction(
  db: OrderHistoryDatabase,
  request: OperatorRequest,
  who: Who,
): Promise<OperatorAction | 'unknown-order' | 'closed'> {
  const { orderId, kind, reason } = request;
  const email = kind === 'resend-email' ? request : { emailKind: null, address: null };
  return await db.transaction().execute(async (trx) => {
    const order = await lockOrder(trx, orderId);
    if (order === undefined) return 'unknown-order';
    if (kind === 'end-order' && isTerminal(order.status)) return 'closed';
    const row = await trx
      .insertInto('operator_actions')
      .values({
        action_id: randomUUID(),
        order_id: orderId,
        kind,
        state: 'waiting',
        actor: who.actor,
        token: who.token,
        reason,
        email_kind: email.emailKind,
        address: email.address,
        other_address: email.address !== null,
        outcome: null,
      })
      .returning(OPERATOR_ACTION_COLUMNS)
      .executeTakeFirstOrThrow();
    return readOperatorAction(row);
  });
}
