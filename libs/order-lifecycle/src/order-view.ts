import { deadlinesOf, latest, type OrderDeadlines } from './order-deadlines';
import type { OrderDeadlineKind } from './order-deadline-kind';
import type { OrderSnapshot } from './order-snapshot';
import type { OrderState } from './order-state';
import { isTerminal, type OrderAttention, type OrderStatus } from './order-status';
import { isoTime, timeoutsOf, type OrderTimeout } from './order-timeouts';
import { transition } from './order-transitions';
import { replayFacts, type ReplayedOrder } from './replay-facts';

/** What an order waits for next. */
export interface NextDeadline {
  readonly kind: OrderDeadlineKind;
  /** ms since the epoch. */
  readonly at: number;
}

/** All that follows from an order's state at one moment. */
export interface OrderView {
  readonly snapshot: OrderSnapshot;
  readonly timeouts: readonly OrderTimeout[];
  /** `null` once the order has ended. */
  readonly nextDeadline: NextDeadline | null;
}

/** The model that Amazon gives makers for testing. Source: "Migrating to v2.0 Notifications". */
const AMAZON_TEST_MODEL = 'TestNotifV2ForVendors';

/**
 * Derives status, items, marks and the next deadline from what is known.
 * @param now ms since the epoch
 * @returns `null` while no fact about the order itself is known
 */
export function viewOrder(state: OrderState, now: number): OrderView | null {
  const order = replayFacts(state.facts);
  if (order === null) return null;
  const deadlines = deadlinesOf(order, state.windows);
  const timeouts = timeoutsOf(order, deadlines, now);
  const settlesAt = state.closed ? null : settleTimeOf(state, order);
  const settling = settlesAt !== null && now < settlesAt;
  // A closed order waits for nothing any more: for its status every deadline has passed.
  const passed = state.closed ? timeoutsOf(order, deadlines, Infinity) : timeouts;
  const status = settling ? 'requested' : statusAt(order, passed);
  const nextDeadline = isTerminal(status)
    ? null
    : settling
      ? ({ kind: 'settle', at: settlesAt } as const)
      : nextOf(order, deadlines, now);
  return {
    snapshot: snapshotOf(state, order, deadlines, timeouts, status, nextDeadline),
    timeouts: settling ? [] : timeouts,
    nextDeadline,
  };
}

/** A final word without OrderPlaced waits for it: SNS does not keep order, 30–60 s of skew are usual. */
function settleTimeOf(state: OrderState, order: ReplayedOrder): number | null {
  return order.placed === null && state.finalWordArrivedAt !== null
    ? state.finalWordArrivedAt + state.windows.settleMs
    : null;
}

function statusAt(order: ReplayedOrder, timeouts: readonly OrderTimeout[]): OrderStatus {
  const passed = new Set(timeouts.map((timeout) => timeout.type));
  let status = order.status;
  if (passed.has('cancel-window-closed')) status = transition(status, 'cancel-window-closed');
  if (passed.has('expired')) {
    status = transition(status, order.firstWordAt === null ? 'resolution-timeout' : 'expiry');
  }
  return status;
}

function nextOf(order: ReplayedOrder, deadlines: OrderDeadlines, now: number): NextDeadline | null {
  const waitsForPlacement = order.placed === null;
  const candidates: readonly { kind: NextDeadline['kind']; at: number | null }[] = waitsForPlacement
    ? [
        { kind: 'resolution', at: deadlines.resolution },
        { kind: 'expiry', at: deadlines.resolutionExpires },
      ]
    : [
        { kind: 'cancel-window', at: deadlines.cancelWindowCloses },
        { kind: 'overdue', at: deadlines.overdue },
        { kind: 'expiry', at: deadlines.expiry },
      ];
  let next: NextDeadline | null = null;
  for (const { kind, at } of candidates) {
    if (at !== null && at > now && (next === null || at < next.at)) next = { kind, at };
  }
  return next;
}

function snapshotOf(
  state: OrderState,
  order: ReplayedOrder,
  deadlines: OrderDeadlines,
  timeouts: readonly OrderTimeout[],
  status: OrderStatus,
  next: NextDeadline | null,
): OrderSnapshot {
  const waiting = order.items.filter((item) => !item.shipped);
  const expected = latest(
    (waiting.length > 0 ? waiting : order.items).map((item) => item.estimatedDelivery),
  );
  return {
    orderId: state.orderId,
    status,
    // Amazon does not say why; only an order that was placed can be cancelled by the customer.
    cancellationReason:
      status !== 'cancelled'
        ? null
        : order.placed !== null || order.contradiction
          ? 'customer'
          : 'unresolved',
    device: { modelId: order.subject.modelId, serialNumber: order.subject.serialNumber },
    slotId: order.subject.slotId,
    customerId: order.subject.customerId,
    items: order.items,
    requestedAt: order.requested?.occurredAt ?? null,
    placedAt: order.placed?.occurredAt ?? null,
    cancellableUntil:
      deadlines.cancelWindowCloses === null ? null : isoTime(deadlines.cancelWindowCloses),
    cancelledAt: order.cancelled?.occurredAt ?? null,
    shippedAt: order.completedBy?.occurredAt ?? null,
    estimatedDelivery: expected === null ? null : isoTime(expected),
    deviceDeregisteredAt: order.deviceDeregisteredAt,
    attention: attentionOf(order, timeouts),
    test:
      order.requested?.detailCode === 'TEST_ORDER_PLACED' ||
      order.subject.modelId === AMAZON_TEST_MODEL,
    startedAt: order.startedAt,
    next: next === null ? null : { kind: next.kind, at: isoTime(next.at) },
  };
}

function attentionOf(
  order: ReplayedOrder,
  timeouts: readonly OrderTimeout[],
): readonly OrderAttention[] {
  const passed = new Set(timeouts.map((timeout) => timeout.type));
  const marks: OrderAttention[] = [];
  if (passed.has('resolution-timeout') && order.firstWordAt === null) marks.push('unresolved');
  if (passed.has('ship-overdue')) marks.push('ship-overdue');
  if (order.mismatch) marks.push('item-mismatch');
  if (order.contradiction) marks.push('contradiction');
  return marks;
}
