import type { Insertable, Transaction } from 'kysely';
import type { DatabaseSchema, QuarantineActionsTable } from './database-schema';

type Action = Insertable<QuarantineActionsTable>;

/** What is recorded of an action; what is left out does not apply to it. */
export type NewQuarantineAction = Pick<Action, 'quarantine_id' | 'action'> & Partial<Action>;

/** Records what was done with a quarantined message, in the transaction that does it. */
export async function recordQuarantineAction(
  trx: Transaction<DatabaseSchema>,
  action: NewQuarantineAction,
): Promise<void> {
  const nothing = {
    actor: null,
    token: null,
    replay_id: null,
    outcome: null,
    code: null,
    note: null,
  };
  await trx
    .insertInto('quarantine_actions')
    .values({ ...nothing, ...action })
    .execute();
}
