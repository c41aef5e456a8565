import type { OrderHistoryDatabase } from './database';
import type { Who } from './quarantine-states';
import { recordQuarantineAction } from './record-quarantine-action';

/**
 * Gives a quarantined message up: it counts as open no more and is not replayed; what it says is kept.
 * Recorded with who did it; may be repeated.
 * @param id a 64-bit number, as text
 * @param note why, by their own word
 * @returns `replaying` when it is in a replay that is not settled yet: nothing was done
 */
export async function dropQuarantined(
  db: OrderHistoryDatabase,
  id: string,
  who: Who,
  note: string | null,
): Promise<'dropped' | 'already-dropped' | 'replaying' | 'not-found'> {
  return await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('quarantine')
      .select('state')
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    switch (row?.state) {
      case undefined:
        return 'not-found';
      case 'dropped':
        return 'already-dropped';
      case 'replaying':
        return 'replaying';
      case 'open':
      case 'replayed':
    }
    await trx.updateTable('quarantine').set({ state: 'dropped' }).where('id', '=', id).execute();
    await recordQuarantineAction(trx, { quarantine_id: id, action: 'dropped', ...who, note });
    return 'dropped';
  });
}
