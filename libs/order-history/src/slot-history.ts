import { sql } from 'kysely';
import type { CancellationReason, OrderStatus } from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';

/** The order of a slot right before another one. */
export interface PreviousOrder {
  readonly orderId: string;
  /** The slot may have belonged to someone else then. */
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly cancellationReason: CancellationReason | null;
  /** The kinds of mail that were sent for it, in the order of the alphabet. */
  readonly emailKinds: readonly string[];
}

/**
 * The order of the same device and slot right before this one, in Amazon's time: by placement, else
 * request, else the earliest time known.
 * @returns `null` when there is none, or the order itself is unknown
 */
export async function previousOrderOfSlot(
  db: OrderHistoryDatabase,
  orderId: string,
): Promise<PreviousOrder | null> {
  const row = await db
    .selectFrom('orders as current')
    .innerJoin('orders as earlier', (join) =>
      join
        .onRef('earlier.serial_number', '=', 'current.serial_number')
        .onRef('earlier.model_id', '=', 'current.model_id')
        .onRef('earlier.slot_id', '=', 'current.slot_id'),
    )
    .where('current.order_id', '=', orderId)
    .where(
      sql<boolean>`
        (coalesce(earlier.placed_at, earlier.requested_at, earlier.started_at), earlier.order_id)
        < (coalesce(current.placed_at, current.requested_at, current.started_at), current.order_id)`,
    )
    .select([
      'earlier.order_id',
      'earlier.customer_id',
      'earlier.status',
      'earlier.cancellation_reason',
      sql<readonly string[]>`array(
        select kind from emails where order_id = earlier.order_id and outcome = 'sent' order by kind
      )`.as('email_kinds'),
    ])
    .orderBy(sql`coalesce(earlier.placed_at, earlier.requested_at, earlier.started_at)`, 'desc')
    .orderBy('earlier.order_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    orderId: row.order_id,
    customerId: row.customer_id,
    status: row.status,
    cancellationReason: row.cancellation_reason,
    emailKinds: row.email_kinds,
  };
}
