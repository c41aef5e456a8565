import { applyFact, closeOrder, newOrder } from '@refill/order-lifecycle/order-state';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { eventsToRecord } from '@refill/order-lifecycle/order-events';
import type { FactItem, OrderFact, OrderSubject } from '@refill/order-lifecycle/order-fact';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import { viewOrder } from '@refill/order-lifecycle/order-view';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import type { RecordOrderInput } from '@refill/order-history/order-record';

/** How far an order of a test has come; each needs the facts of `factsOf`. */
export const ORDER_KINDS = [
  'just-requested',
  'long-requested',
  'just-placed',
  'awaiting',
  'overdue',
  'partial',
  'shipped',
  'cancelled',
  'never-resolved',
  'expired',
] as const;

/** How far an order of a test has come. */
export type OrderKind = (typeof ORDER_KINDS)[number];

const HOUR_MS = 3_600_000;
const DAY = 24;

/**
 * What a workflow run records of such an order now.
 * @param seed tells apart what is told apart by ids
 * @param now ms since the epoch
 */
export function believableOrder(
  kind: OrderKind,
  subject: OrderSubject,
  seed: string,
  now: number,
): RecordOrderInput {
  const orderId = `amzn1.dash.v2.o.${seed}`;
  const facts = factsOf(kind, subject, seed, (hours) =>
    new Date(now - hours * HOUR_MS).toISOString(),
  );
  const open = facts.reduce(
    (state, fact) => applyFact(state, fact, Date.parse(fact.occurredAt)),
    newOrder(orderId, DEFAULT_ORDER_WINDOWS),
  );
  const isClosed = isTerminal(viewOrder(open, now)?.snapshot.status ?? 'placed');
  const state = isClosed ? closeOrder(open) : open;
  const view = viewOrder(state, now);
  if (view === null) throw new Error('an order without facts');
  return {
    snapshot: view.snapshot,
    events: [...eventsToRecord(state, view), ...mailsOf(facts, seed)],
    workflowId: `order:${orderId}`,
    runId: `01980000-0000-7000-8000-${seed.padStart(12, '0').slice(-12)}`,
    revision: 1,
    windows: DEFAULT_ORDER_WINDOWS,
  };
}

function factsOf(
  kind: OrderKind,
  subject: OrderSubject,
  seed: string,
  ago: (hours: number) => string,
): readonly OrderFact[] {
  const item = (asin: string, dueInHours: number): FactItem => ({
    asin,
    quantity: 2,
    unit: 'count',
    estimatedDelivery: ago(-dueInHours),
  });
  const base = (hours: number, name: string) => ({
    notificationId: `n-${seed}-${name}`,
    occurredAt: ago(hours),
    subject,
  });
  const requested = (hours: number): OrderFact => ({
    ...base(hours, 'requested'),
    type: 'replenish-requested',
    detailCode: 'STANDARD_ORDER_PLACED',
  });
  const placed = (hours: number, items: readonly FactItem[]): OrderFact => ({
    ...base(hours, 'placed'),
    type: 'order-placed',
    items,
    version: '2.0',
  });
  const shipped = (hours: number, items: readonly FactItem[]): OrderFact => ({
    ...base(hours, 'shipped'),
    type: 'item-shipped',
    items,
    version: '2.0',
  });
  const cancelled = (hours: number): OrderFact => ({
    ...base(hours, 'cancelled'),
    type: 'order-cancelled',
  });
  switch (kind) {
    case 'just-requested':
      return [requested(5)];
    case 'long-requested':
      return [requested(60)];
    case 'just-placed':
      return [requested(3), placed(2.5, [item('B07FQ4F1X9', 3 * DAY)])];
    case 'awaiting':
      return [placed(2 * DAY, [item('B07FQ4F1X9', DAY)])];
    case 'overdue':
      return [placed(6 * DAY, [item('B00KXG0ZJY', -2 * DAY)])];
    case 'partial':
      return [
        placed(3 * DAY, [item('B07FQ4F1X9', DAY), item('B00KXG0ZJY', 2 * DAY)]),
        shipped(20, [item('B07FQ4F1X9', DAY)]),
      ];
    case 'shipped':
      return [
        requested(5 * DAY + 1),
        placed(5 * DAY, [item('B07FQ4F1X9', -DAY)]),
        shipped(2 * DAY, [item('B07FQ4F1X9', -DAY)]),
      ];
    case 'cancelled':
      return [placed(4 * DAY, [item('B00KXG0ZJY', -DAY)]), cancelled(3.5 * DAY)];
    case 'never-resolved':
      return [requested(9 * DAY), cancelled(6 * DAY)];
    case 'expired':
      return [placed(40 * DAY, [item('B07FQ4F1X9', -35 * DAY)])];
  }
}

/** The mail about the placement, where there was one. */
function mailsOf(facts: readonly OrderFact[], seed: string): readonly OrderEvent[] {
  const placed = facts.find(({ type }) => type === 'order-placed');
  if (placed === undefined) return [];
  const messageId = `<order-placed.${seed}@refill.example>`;
  return [emailEvent('order-placed', { outcome: 'sent', messageId }, placed.occurredAt)];
}
