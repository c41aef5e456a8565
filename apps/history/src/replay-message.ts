import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { findUnsettledReplay } from '@refill/order-history/find-unsettled-replay';
import { getQuarantined } from '@refill/order-history/quarantine-list';
import { requestReplay } from '@refill/order-history/quarantine-replays';
import type { Who } from '@refill/order-history/quarantine-states';
import { notOpen, quarantineNotFound } from './quarantine-problems';

/**
 * Asks for a message to be replayed; ingestion does it.
 * @param id a 64-bit number, as text
 * @returns the id of its replay: a new one, or the one that it is in already
 * @throws ProblemError 404 `HISTORY_QUARANTINE_NOT_FOUND` or 409 `HISTORY_QUARANTINE_NOT_OPEN`
 */
export async function replayMessage(
  db: OrderHistoryDatabase,
  id: string,
  who: Who,
): Promise<string> {
  const { replayId } = await requestReplay(db, { ids: [id] }, who, { dryRun: false });
  const known = replayId ?? (await findUnsettledReplay(db, id));
  if (known !== null) return known;
  const row = await getQuarantined(db, id);
  throw row === null ? quarantineNotFound() : notOpen(row.state);
}
