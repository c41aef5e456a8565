import { ORDER_EMAIL_KINDS, type OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { OrderHistoryDatabase } from './database';

/** A mail about an order, as it stands. */
export interface OrderEmailState {
  readonly kind: OrderEmailKind;
  /** `pending`: it is being sent, or tried again. */
  readonly outcome: 'sent' | 'skipped' | 'failed' | 'pending';
  /** The reason of a skip, the code of a failure. */
  readonly detail: string | null;
  readonly messageId: string | null;
  /** When it ended; while it is pending, when it was begun. ISO 8601, UTC. */
  readonly at: string;
}

/**
 * The mails of an order that went out, were skipped, failed, or are on their way.
 * @returns `null` when the history does not hold the order
 */
export async function emailsOfOrder(
  db: OrderHistoryDatabase,
  orderId: string,
): Promise<readonly OrderEmailState[] | null> {
  const rows = await db
    .selectFrom('orders')
    .leftJoin('emails', 'emails.order_id', 'orders.order_id')
    .where('orders.order_id', '=', orderId)
    .select([
      'emails.kind',
      'emails.outcome',
      'emails.detail',
      'emails.message_id',
      'emails.claimed_at',
      'emails.settled_at',
    ])
    .execute();
  if (rows.length === 0) return null;
  return ORDER_EMAIL_KINDS.flatMap((kind) => {
    const row = rows.find((one) => one.kind === kind);
    const at = row?.settled_at ?? row?.claimed_at;
    if (row === undefined || at == null) return [];
    const { outcome, detail, message_id: messageId } = row;
    return [{ kind, outcome: outcome ?? 'pending', detail, messageId, at }];
  });
}
