import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { OrderDifference, OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { appendEvents } from './append-events';
import { customerIdsIn, pseudonymOf } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import { erasedFor, lookUpErased } from './erased-customers';
import { finishActionsOf } from './finish-operator-action';
import { lockOrder } from './lock-order';
import {
  actionKey,
  type OperatorAction,
  OPERATOR_ACTION_COLUMNS,
  readOperatorAction,
} from './operator-action';
import { snapshotColumns } from './order-row';
import type { Who } from './quarantine-states';

/** An order as Temporal's history gives it, and where PostgreSQL's differed. */
export interface Reconciliation {
  readonly snapshot: OrderSnapshot;
  /** Those that the history holds may be among them. */
  readonly events: readonly OrderEvent[];
  readonly differences: readonly OrderDifference[];
  /** `orders.updated_at` as it was when it was compared: a row that changed since is left alone. */
  readonly comparedAt: string;
}

/**
 * Writes an order's row anew from what Temporal's history gives, adds the events that are missing, and leaves an event
 * that tells of it; all in one transaction.
 * @returns `changed` when the row was written by somebody else since it was compared: compare again
 */
export async function applyReconciliation(
  db: OrderHistoryDatabase,
  { snapshot, events, differences, comparedAt }: Reconciliation,
  who: Who,
): Promise<OperatorAction | 'unknown-order' | 'changed'> {
  const { orderId } = snapshot;
  const actionId = randomUUID();
  return await db.transaction().execute(async (trx) => {
    const known = await lookUpErased(trx, customerIdsIn({ snapshot, events }));
    const row = await lockOrder(trx, orderId);
    if (row === undefined) return 'unknown-order';
    if (row.updated_at !== comparedAt) return 'changed';
    const erased = erasedFor(row, known);
    const customerId = pseudonymOf(erased, snapshot.customerId);
    await trx
      .updateTable('orders')
      .set({
        ...snapshotColumns({ ...snapshot, customerId }),
        updated_at: sql<string>`clock_timestamp()`,
      })
      .where('order_id', '=', orderId)
      .execute();
    const action = await trx
      .insertInto('operator_actions')
      .values({
        action_id: actionId,
        order_id: orderId,
        kind: 'reconcile',
        state: 'done',
        actor: who.actor,
        token: who.token,
        reason: null,
        email_kind: null,
        address: null,
        other_address: false,
        outcome: null,
        finished_at: sql<string>`clock_timestamp()`,
      })
      .returning(OPERATOR_ACTION_COLUMNS)
      .executeTakeFirstOrThrow();
    const reconciled: OrderEvent = {
      type: 'reconciled',
      key: actionKey(actionId),
      occurredAt: new Date().toISOString(),
      notificationId: null,
      data: { differences, actionId, actor: who.actor },
    };
    const added = await appendEvents(trx, orderId, [...events, reconciled], erased);
    await finishActionsOf(trx, added);
    return readOperatorAction(action);
  });
}
