import { stripVTControlCharacters } from 'node:util';
import type { OperatorAction, Order, OrderEmail, OrderEvent } from '@refill/history-client';
import { factsText } from './facts-text';
import { eventWords, itemWords, nextWords } from './order-words';
import type { Terminal } from './terminal';
import { distanceText, momentText } from './time-text';

/** Everything that `orders show` shows. */
export interface OrderContent {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly emails: readonly OrderEmail[];
  readonly actions: readonly OperatorAction[];
  /** The history service, for the link to the order's page. */
  readonly baseUrl: string;
}

/** Draws an order: how it stands, what happened, what comes next. @param now ms since the epoch */
export function orderText(
  { order, events, emails, actions, baseUrl }: OrderContent,
  terminal: Pick<Terminal, 'colours'>,
  now: number,
): string {
  const { colours } = terminal;
  const when = (at: string | null): string | null =>
    at === null ? null : `${momentText(at)}  ${colours.dim(`(${distanceText(at, now)})`)}`;
  const reason = order.cancellationReason === null ? '' : ` (${order.cancellationReason})`;
  const marks = order.attention.map((mark) => colours.yellow(`! ${mark}`)).join('  ');
  const facts = factsText(
    [
      ['device', `${order.device.modelId} / ${order.device.serialNumber}, slot ${order.slotId}`],
      ['customer', order.customerId],
      ...order.items.map(
        (item) => ['item', `${itemWords(item)}, ${item.shipped ? 'shipped' : 'to come'}`] as const,
      ),
      ['requested', when(order.requestedAt)],
      ['placed', when(order.placedAt)],
      ['cancellable until', when(order.cancellableUntil)],
      ['expected', when(order.estimatedDelivery)],
      ['shipped', when(order.shippedAt)],
      ['cancelled', when(order.cancelledAt)],
      ['deregistered', when(order.deviceDeregisteredAt)],
      ['test order', order.test ? 'yes' : null],
      ['page', `${baseUrl.replace(/\/+$/, '')}/orders/${encodeURIComponent(order.orderId)}`],
      ['workflow', order.workflow.url ?? order.workflow.workflowId],
    ],
    terminal,
  );
  const timeline = [
    ...events.map((event) =>
      line(
        `  ${colours.green('●')} ${momentText(event.occurredAt)}`,
        event.type.padEnd(22),
        colours.dim(eventWords(event) || whyOf(event, actions)),
      ),
    ),
    ...(order.next === null
      ? []
      : [
          `  ${colours.cyan('○')} ${momentText(order.next.at)}  ${nextWords(order.next)}  ${colours.dim(`(${distanceText(order.next.at, now)})`)}`,
        ]),
  ];
  return [
    `${colours.bold(order.orderId)}  ${colours.bold(order.status)}${reason}  ${marks}`.trimEnd(),
    '',
    facts.trimEnd(),
    '',
    colours.bold('What happened, and what comes next'),
    ...timeline,
    ...section(
      colours.bold('Mails'),
      emails.map(
        ({ kind, outcome, detail, at }) =>
          `  ${kind.padEnd(16)} ${outcome}${detail === null ? '' : ` (${detail})`}  ${colours.dim(momentText(at))}`,
      ),
    ),
    ...section(
      colours.bold('What operators did'),
      actions.map(({ kind, state, actor, reason: why, requestedAt, outcome }) =>
        line(
          `  ${momentText(requestedAt)}`,
          kind.padEnd(13),
          `${state}${outcome === null ? '' : ` (${outcome})`}`,
          colours.dim(wordsOf(actor, why)),
        ),
      ),
    ),
    '',
  ].join('\n');
}

function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', head, ...lines];
}

/** Parts of a line; blanks at its end would only be copied along. */
function line(...parts: readonly string[]): string {
  const last = parts.findLastIndex((part) => stripVTControlCharacters(part).trim() !== '');
  return parts
    .slice(0, last + 1)
    .join('  ')
    .trimEnd();
}

/** Why an operator's action did what an event tells: the event names the action, which has the words. */
function whyOf({ notificationId }: OrderEvent, actions: readonly OperatorAction[]): string {
  const action = actions.find(({ actionId }) => notificationId === `action:${actionId}`);
  return action === undefined ? '' : wordsOf(action.actor, action.reason);
}

function wordsOf(actor: string | null, reason: string | null): string {
  return [actor, reason].filter((part) => part !== null).join(': ');
}
