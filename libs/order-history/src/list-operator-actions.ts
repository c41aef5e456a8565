import type { OrderHistoryDatabase } from './database';
import {
  type OperatorAction,
  OPERATOR_ACTION_COLUMNS,
  readOperatorAction,
} from './operator-action';

/** How many actions of one order are shown: nobody reads more. */
const MAX_ACTIONS = 200;

/** An operator's action; `null` when there is none of this id. @param actionId a UUID */
export async function getOperatorAction(
  db: OrderHistoryDatabase,
  actionId: string,
): Promise<OperatorAction | null> {
  const row = await db
    .selectFrom('operator_actions')
    .select(OPERATOR_ACTION_COLUMNS)
    .where('action_id', '=', actionId)
    .executeTakeFirst();
  return row === undefined ? null : readOperatorAction(row);
}

/**
 * What operators did with an order, the newest first, at most 200.
 * @returns `null` when the history does not hold the order
 */
export async function listOperatorActions(
  db: OrderHistoryDatabase,
  orderId: string,
): Promise<readonly OperatorAction[] | null> {
  const rows = await db
    .selectFrom('operator_actions')
    .select(OPERATOR_ACTION_COLUMNS)
    .where('order_id', '=', orderId)
    .orderBy('requested_at', 'desc')
    .orderBy('action_id')
    .limit(MAX_ACTIONS)
    .execute();
  if (rows.length > 0) return rows.map(readOperatorAction);
  const order = await db
    .selectFrom('orders')
    .select('order_id')
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return order === undefined ? null : [];
}
