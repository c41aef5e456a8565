import type { EmailSkipReason, OrderEmailKind } from './order-event';
import type { OrderSnapshot } from './order-snapshot';
import type { OrderStatus } from './order-status';
import type { OrderState } from './order-state';
import type { OrderView } from './order-view';

/** A mail that has to be sent now, or that is due but must not be sent. */
export type EmailDue =
  | {
      readonly kind: OrderEmailKind;
      readonly action: 'send';
      /** When that of which it tells happened: ISO 8601, UTC. */
      readonly occurredAt: string;
    }
  | {
      readonly kind: OrderEmailKind;
      readonly action: 'skip';
      readonly occurredAt: string;
      readonly reason: EmailSkipReason;
    };

/** The statuses in which a mail says what is true. */
const TRUE_IN: Readonly<Record<OrderEmailKind, readonly OrderStatus[]>> = {
  'order-placed': ['placed', 'awaiting-shipment'],
  'ship-overdue': ['awaiting-shipment', 'partially-shipped'],
  'item-shipped': ['shipped'],
  'order-cancelled': ['cancelled'],
};

/** The mails that ask the customer to act: to cancel in time, to look after a delivery. */
const ASKS_TO_ACT: ReadonlySet<OrderEmailKind> = new Set(['order-placed', 'ship-overdue']);

/**
 * The mails due that have not been begun, each kind at most once per order.
 *
 * A mail that came too late to be true is skipped, not sent; the final one (shipped, cancelled) is always due.
 */
export function emailsDue(state: OrderState, view: OrderView): readonly EmailDue[] {
  const { snapshot } = view;
  const due: EmailDue[] = [];
  const consider = (kind: OrderEmailKind, occurredAt: string | null): void => {
    if (occurredAt === null || state.emails[kind] !== undefined) return;
    const reason = reasonAgainst(kind, snapshot);
    due.push(
      reason === null
        ? { kind, action: 'send', occurredAt }
        : { kind, action: 'skip', occurredAt, reason },
    );
  };
  consider('order-placed', snapshot.placedAt);
  consider(
    'ship-overdue',
    view.timeouts.find((timeout) => timeout.type === 'ship-overdue')?.occurredAt ?? null,
  );
  if (snapshot.status === 'shipped') consider('item-shipped', snapshot.shippedAt);
  if (snapshot.status === 'cancelled') consider('order-cancelled', snapshot.cancelledAt);
  return due;
}

/** Why a mail must not go out, or not any more; `null` while it may. */
export function reasonAgainst(
  kind: OrderEmailKind,
  snapshot: OrderSnapshot,
): 'superseded' | 'device-deregistered' | null {
  if (!TRUE_IN[kind].includes(snapshot.status)) return 'superseded';
  if (snapshot.deviceDeregisteredAt !== null && ASKS_TO_ACT.has(kind)) return 'device-deregistered';
  return null;
}
