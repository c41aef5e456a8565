import { sql, type Transaction } from 'kysely';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { z } from 'zod';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';

/**
 * Writes down how an operator's action ended, and forgets the address that it had; what has ended stays.
 * @param outcome the code of what failed; `null` when nothing did
 * @returns whether it was still waiting
 */
export async function finishOperatorAction(
  db: OrderHistoryDatabase | Transaction<DatabaseSchema>,
  actionId: string,
  outcome: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('operator_actions')
    .set({
      state: outcome === null ? 'done' : 'failed',
      outcome,
      address: null,
      finished_at: sql<string>`clock_timestamp()`,
    })
    .where('action_id', '=', actionId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Finishes the actions that the events of an order carry out: those of an order that was ended by hand; may be repeated.
 * The caller must hold the lock on the order's row.
 */
export async function finishActionsOf(
  trx: Transaction<DatabaseSchema>,
  events: readonly OrderEvent[],
): Promise<void> {
  for (const event of events) {
    if (!isEndByHand(event)) continue;
    const actionId = z.uuid().safeParse(event.notificationId?.replace(/^action:/, ''));
    // Only a signal sent by hand names an action that nobody asked for.
    if (actionId.success) await endWasCarriedOut(trx, actionId.data);
  }
}

/** Also one that seemed to have failed: Temporal may take in a signal of which nobody got an answer in time. */
async function endWasCarriedOut(trx: Transaction<DatabaseSchema>, actionId: string): Promise<void> {
  await trx
    .updateTable('operator_actions')
    .set({ state: 'done', outcome: null, finished_at: sql<string>`clock_timestamp()` })
    .where('action_id', '=', actionId)
    .where('kind', '=', 'end-order')
    .where('state', '<>', 'done')
    .execute();
}

/** Also one that came after the order had ended otherwise. */
function isEndByHand(event: OrderEvent): boolean {
  if (event.type === 'late-notification') return event.data.fact.type === 'order-ended';
  return event.type === 'order-ended';
}
