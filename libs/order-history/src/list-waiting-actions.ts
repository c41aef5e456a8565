import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import {
  type OperatorAction,
  OPERATOR_ACTION_COLUMNS,
  readOperatorAction,
} from './operator-action';

/** People ask for these one by one: no more wait at a time. */
const MAX_WAITING = 10_000;

/**
 * What operators asked for and nobody has finished, the oldest first.
 * @param waitingForMs only what was asked for at least so long ago, in ms
 */
export async function listWaitingActions(
  db: OrderHistoryDatabase,
  waitingForMs: number,
): Promise<readonly OperatorAction[]> {
  const rows = await db
    .selectFrom('operator_actions')
    .select(OPERATOR_ACTION_COLUMNS)
    .where('state', '=', 'waiting')
    .where(
      'requested_at',
      '<=',
      sql<string>`clock_timestamp() - make_interval(secs => ${waitingForMs / 1_000})`,
    )
    .orderBy('requested_at')
    .orderBy('action_id')
    .limit(MAX_WAITING)
    .execute();
  return rows.map(readOperatorAction);
}
