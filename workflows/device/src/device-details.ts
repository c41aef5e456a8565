import type { DeviceSnapshot, SlotSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { DeviceState } from '@refill/device-lifecycle/device-state';
import type { DeviceDeadline, DeviceView } from '@refill/device-lifecycle/device-view';
import { markdownCell } from '@refill/order-lifecycle/markdown-cell';
import { markdownLink } from '@refill/order-lifecycle/markdown-link';

/** How many of the newest mails are shown. */
const MAILS_SHOWN = 10;

/** A deadline in words, for a timer's summary: `nothing selected: asks the customer to choose at 2026-01-02T…`. */
export function describeDeadline({ at }: DeviceDeadline): string {
  return `nothing selected: asks the customer to choose at ${new Date(at).toISOString()}`;
}

/**
 * The device as Markdown, for a person who looks at it in the Temporal UI. No personal data.
 * @param page the URL of the device's page; `null` where nobody said where the pages are
 */
export function describeDevice(
  { snapshot, nextDeadline }: DeviceView,
  state: DeviceState,
  page: string | null,
): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ['Device', `${snapshot.device.modelId} / ${snapshot.device.serialNumber}`],
    ['Registered', snapshot.registeredAt],
    ['Subscription changed', subscriptionOf(snapshot)],
    ['Deregistered', snapshot.deregisteredAt],
    ['Last notification', snapshot.lastNotificationAt],
    ['Next', nextDeadline === null ? null : describeDeadline(nextDeadline)],
  ];
  const mails = state.emails
    .slice(-MAILS_SHOWN)
    .map(
      ({ kind, outcome }) =>
        `- ${kind}: ${typeof outcome === 'string' ? outcome : outcome.outcome}`,
    );
  return [
    `### ${snapshot.status}`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.flatMap(([name, value]) =>
      value === null ? [] : [`| ${name} | ${markdownCell(value)} |`],
    ),
    '',
    ...(snapshot.slots.length === 0
      ? []
      : [
          '| Slot | Subscribed | Products | Last change |',
          '| --- | --- | --- | --- |',
          ...snapshot.slots.map(describeSlot),
          '',
        ]),
    ...(mails.length === 0 ? [] : ['**Mails**', '', ...mails, '']),
    ...(page === null ? [] : [markdownLink('This device in the history', page)]),
  ].join('\n');
}

function subscriptionOf(snapshot: DeviceSnapshot): string | null {
  const { subscriptionChangedAt, subscriptionVersion } = snapshot;
  return subscriptionChangedAt === null || subscriptionVersion === null
    ? subscriptionChangedAt
    : `${subscriptionChangedAt} (version ${subscriptionVersion})`;
}

function describeSlot({
  slotId,
  subscribed,
  products,
  lastChangedAt,
  cause,
}: SlotSnapshot): string {
  const cells = [
    slotId,
    subscribed === null ? 'not known' : subscribed ? 'yes' : 'no',
    products === null
      ? 'not known'
      : products
          .map(({ asin, quantity, unit }) =>
            [asin ?? 'product', quantity === null ? null : `× ${String(quantity)}`, unit]
              .filter((part) => part !== null)
              .join(' '),
          )
          .join(', '),
    cause === null ? '' : `${cause} ${lastChangedAt ?? ''}`,
  ];
  return `| ${cells.map(markdownCell).join(' | ')} |`;
}
