import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { appendEvents } from './append-events';
import type { OrderHistoryDatabase } from './database';
import { finishOperatorAction } from './finish-operator-action';
import { lockOrder } from './lock-order';
import {
  actionKey,
  type OperatorAction,
  OPERATOR_ACTION_COLUMNS,
  readOperatorAction,
} from './operator-action';

/** A mail that an operator wants sent once more. */
export interface EmailResend {
  readonly action: OperatorAction;
  /** Where to; `null`: to the customer's own address, or the action has ended. */
  readonly address: string | null;
}

/** What an action asks to have sent; `null` when there is none of this id that is about a mail. */
export async function getEmailResend(
  db: OrderHistoryDatabase,
  actionId: string,
): Promise<EmailResend | null> {
  const row = await db
    .selectFrom('operator_actions')
    .select([...OPERATOR_ACTION_COLUMNS, 'address'])
    .where('action_id', '=', actionId)
    .where('kind', '=', 'resend-email')
    .executeTakeFirst();
  return row === undefined ? null : { action: readOperatorAction(row), address: row.address };
}

/**
 * Writes down how such a mail ended, in the action and in the order's history; may be repeated: the first end stays.
 * @param outcome the code of what failed; `null` when the mail went out
 * @param occurredAt ISO 8601, UTC
 */
export async function finishEmailResend(
  db: OrderHistoryDatabase,
  { actionId, orderId, emailKind, actor, otherAddress }: OperatorAction,
  outcome: string | null,
  occurredAt: string,
): Promise<void> {
  const data = { kind: emailKind ?? '', actionId, actor, otherAddress };
  const common = { key: actionKey(actionId), occurredAt, notificationId: null };
  const event: OrderEvent =
    outcome === null
      ? { ...common, type: 'email-resent', data }
      : { ...common, type: 'email-resend-failed', data: { ...data, code: outcome } };
  await db.transaction().execute(async (trx) => {
    await lockOrder(trx, orderId);
    if (await finishOperatorAction(trx, actionId, outcome)) {
      await appendEvents(trx, orderId, [event], []);
    }
  });
}
