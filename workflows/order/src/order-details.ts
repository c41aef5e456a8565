import type { OrderItem } from '@refill/order-lifecycle/order-snapshot';
import type { OrderState } from '@refill/order-lifecycle/order-state';
import type { NextDeadline, OrderView } from '@refill/order-lifecycle/order-view';
import { markdownCell } from '@refill/order-lifecycle/markdown-cell';
import { markdownLink } from '@refill/order-lifecycle/markdown-link';
import { isoTime } from '@refill/order-lifecycle/order-timeouts';

const DEADLINE_TEXT: Readonly<Record<NextDeadline['kind'], string>> = {
  settle: 'waiting for a missing OrderPlaced until',
  resolution: "Amazon's 72 hours of order resolution end",
  'cancel-window': 'the customer can cancel until',
  overdue: 'delivery is expected by',
  expiry: 'Refill stops waiting at',
};

/** A deadline in words, for a timer's summary: `the customer can cancel until 2026-01-02T…`. */
export function describeDeadline(deadline: NextDeadline): string {
  return `${DEADLINE_TEXT[deadline.kind]} ${isoTime(deadline.at)}`;
}

/**
 * The order as Markdown, for a person who looks at it in the Temporal UI. No personal data.
 * @param page the URL of the order's page; `null` where nobody said where the pages are
 */
export function describeOrder(view: OrderView, state: OrderState, page: string | null): string {
  const { snapshot } = view;
  const mails = Object.entries(state.emails).map(
    ([kind, mail]) => `${kind}: ${typeof mail === 'string' ? mail : mail.outcome}`,
  );
  // What matters first comes first: the UI shows some ten lines before somebody has to scroll.
  const rows: readonly (readonly [string, string | null])[] = [
    ['Next', view.nextDeadline === null ? null : describeDeadline(view.nextDeadline)],
    ['Items', listed(snapshot.items.map(describeItem))],
    ['Mails', listed(mails)],
    ['Device', `${snapshot.device.modelId} / ${snapshot.device.serialNumber}`],
    ['Slot', snapshot.slotId],
    ['Requested', snapshot.requestedAt],
    ['Placed', snapshot.placedAt],
    ['Cancellable until', snapshot.cancellableUntil],
    ['Estimated delivery', snapshot.estimatedDelivery],
    ['Shipped', snapshot.shippedAt],
    ['Cancelled', snapshot.cancelledAt],
    ['Device deregistered', snapshot.deviceDeregisteredAt],
    ['Ended by hand', endedByHandAt(state)],
    ['Test order', snapshot.test ? 'yes' : null],
  ];
  const reason =
    snapshot.cancellationReason === null ? '' : ` (reason: ${snapshot.cancellationReason})`;
  const attention =
    snapshot.attention.length === 0 ? [] : [`**Attention: ${snapshot.attention.join(', ')}**`, ''];
  return [
    `### ${snapshot.status}${reason}`,
    '',
    ...attention,
    ...linkTo(page),
    '| | |',
    '| --- | --- |',
    ...rows.flatMap(([name, value]) =>
      value === null ? [] : [`| ${name} | ${markdownCell(value)} |`],
    ),
  ].join('\n');
}

function listed(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join('; ');
}

/** What is shown of a run that found its order ended by an earlier one. */
export function describeLateOrder(page: string | null): string {
  return [
    'An earlier run ended this order: what came was recorded as late.',
    '',
    ...linkTo(page),
  ].join('\n');
}

function linkTo(page: string | null): readonly string[] {
  return page === null ? [] : [markdownLink('This order in the history', page), ''];
}

function endedByHandAt({ facts }: OrderState): string | null {
  return facts.find((fact) => fact.type === 'order-ended')?.occurredAt ?? null;
}

function describeItem(item: OrderItem): string {
  const quantity =
    item.quantity === null
      ? ''
      : ` × ${String(item.quantity)}${item.unit === null ? '' : ` ${item.unit}`}`;
  return `${item.asin ?? 'product'}${quantity}: ${item.shipped ? 'shipped' : 'to come'}`;
}
