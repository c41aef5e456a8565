import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { dropQuarantined } from '@refill/order-history/drop-quarantined';
import type { Who } from '@refill/order-history/quarantine-states';
import { beingReplayed, quarantineNotFound } from './quarantine-problems';

/**
 * Gives a quarantined message up; nothing happens if it was given up before.
 * @param id a 64-bit number, as text
 * @param note why, for the record
 * @throws ProblemError 404 `HISTORY_QUARANTINE_NOT_FOUND` or 409 `HISTORY_QUARANTINE_REPLAYING`
 */
export async function dropMessage(
  db: OrderHistoryDatabase,
  id: string,
  who: Who,
  note: string | null,
): Promise<void> {
  const result = await dropQuarantined(db, id, who, note);
  switch (result) {
    case 'dropped':
    case 'already-dropped':
      return;
    case 'replaying':
      throw beingReplayed();
    case 'not-found':
      throw quarantineNotFound();
  }
}
