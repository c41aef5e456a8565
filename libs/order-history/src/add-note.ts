import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { appendEvents } from './append-events';
import type { OrderHistoryDatabase } from './database';
import { lockOrder } from './lock-order';
import { actionKey } from './operator-action';
import { recordedOrderEventSchema, type RecordedOrderEvent } from './order-event-schema';
import type { Who } from './quarantine-states';
import { readStored } from './stored-json';

/**
 * Adds an operator's note to an order's history, whether the order is open or has ended.
 * @returns the event; `null` when the history does not hold the order
 */
export async function addNote(
  db: OrderHistoryDatabase,
  note: { readonly orderId: string; readonly text: string },
  who: Who,
): Promise<RecordedOrderEvent | null> {
  const { orderId, text } = note;
  const actionId = randomUUID();
  const key = actionKey(actionId);
  return await db.transaction().execute(async (trx) => {
    if ((await lockOrder(trx, orderId)) === undefined) return null;
    await trx
      .insertInto('operator_actions')
      .values({
        action_id: actionId,
        order_id: orderId,
        kind: 'note',
        state: 'done',
        actor: who.actor,
        token: who.token,
        reason: text,
        email_kind: null,
        address: null,
        other_address: false,
        outcome: null,
        finished_at: sql<string>`clock_timestamp()`,
      })
      .execute();
    const occurredAt = new Date().toISOString();
    const data = { text, actor: who.actor, actionId };
    await appendEvents(
      trx,
      orderId,
      [{ type: 'note', key, occurredAt, notificationId: null, data }],
      [],
    );
    const row = await trx
      .selectFrom('order_events')
      .select([
        'seq',
        'key',
        'type',
        'occurred_at as occurredAt',
        'recorded_at as recordedAt',
        'notification_id as notificationId',
        'data',
      ])
      .where('order_id', '=', orderId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    return readStored(
      recordedOrderEventSchema,
      row,
      `event ${String(row.seq)} of order ${orderId}`,
    );
  });
}
