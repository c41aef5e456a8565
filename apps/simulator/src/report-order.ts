import { stateText } from './expectation';
import { HistoryUnavailableError, readOrUnavailable } from './history-unavailable';
import type { HistoryEvent, HistoryOrder, OrderHistory } from './order-history';
import type { Terminal } from './terminal';
import { momentText } from './time-text';
import { mailKindOf, timelineLines } from './timeline';
import type { Clock } from './wait';

/** How long the last mail of an order is waited for, in ms: it goes out after the status is recorded. */
const MAIL_WITHIN_MS = 10_000;
const POLL_MS = 500;

/** The mail that ends an order; an expired one has none. */
const FINAL_MAIL: Readonly<Partial<Record<HistoryOrder['status'], string>>> = {
  shipped: 'item-shipped',
  cancelled: 'order-cancelled',
};

/**
 * Prints an order and its timeline.
 * @throws SimulatorError `SIMULATOR_HISTORY_FAILED` when the timeline cannot be read
 */
export async function reportOrder(
  order: HistoryOrder | null,
  tools: {
    readonly history: OrderHistory;
    readonly clock: Clock;
    readonly terminal: Terminal;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  if (order === null) return;
  const events = await settledEvents(order, tools);
  for (const line of orderLines(order, events)) tools.terminal.line(line);
}

async function settledEvents(
  order: HistoryOrder,
  {
    history,
    clock,
    signal,
  }: { readonly history: OrderHistory; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly HistoryEvent[]> {
  const mail = FINAL_MAIL[order.status];
  const giveUpAt = clock.now() + MAIL_WITHIN_MS;
  for (;;) {
    const events = await readOrUnavailable(() => history.readEvents(order.orderId, signal));
    if (events instanceof HistoryUnavailableError) {
      if (clock.now() >= giveUpAt) throw events;
      await clock.wait(POLL_MS, signal);
      continue;
    }
    const told = mail === undefined || events.some((event) => mailKindOf(event) === mail);
    if (told || clock.now() >= giveUpAt) return events;
    await clock.wait(POLL_MS, signal);
  }
}

function orderLines(order: HistoryOrder, events: readonly HistoryEvent[]): readonly string[] {
  const times = [
    ['placed', order.placedAt],
    ['shipped', order.shippedAt],
    ['cancelled', order.cancelledAt],
    ['delivery', order.estimatedDelivery],
    ['deregistered', order.deviceDeregisteredAt],
  ] as const;
  return [
    '',
    `  order ${order.orderId}`,
    `    status        ${stateText(order)}`,
    ...order.items.map(
      (item) => `    item          ${itemText(item)}, ${item.shipped ? 'shipped' : 'not shipped'}`,
    ),
    ...times.flatMap(([name, time]) =>
      time === null ? [] : [`    ${name.padEnd(13)} ${momentText(time)}`],
    ),
    ...(order.workflow?.url == null ? [] : [`    workflow      ${order.workflow.url}`]),
    ...timelineLines(events),
    '',
  ];
}

function itemText(item: HistoryOrder['items'][number]): string {
  const amount = [item.quantity === null ? null : String(item.quantity), item.unit]
    .filter((part) => part !== null)
    .join(' ');
  return (
    [amount, item.asin].filter((part) => part !== null && part !== '').join(' of ') || 'unnamed'
  );
}
