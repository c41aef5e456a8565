import { setTimeout as delay } from 'node:timers/promises';
import { orderNames } from '../figures/order-rates';
import type { OrderSide } from '../sides/order-side';
import { refillOrderId } from '../sides/refill-orders';
import { type RunningRefill, startRefill } from '../sides/refill-side';
import type { BenchStack } from '../stack/bench-stack';
import { eventTypes } from '../stack/history-requests';
import { callsBetween, frontendCalls } from './frontend-calls';
import { type OrderCount, orderCount } from './order-count';

/** Orders before the first that counts. */
const WARM_UP = 2;
/** The server adds to what it tells every second. */
const METRICS_LAG_MS = 2_500;
const POLL_MS = 20;
const RECORDED_MS = 60_000;

/** So long an order can be cancelled here that ships after it, in ms. */
const CANCELLABLE_MS = 4_000;

/** What some orders have cost Temporal, each placed and shipped with both mails. */
export interface OrderCounts {
  /** Shipped while they could still be cancelled. */
  readonly orders: readonly CountedOrder[];
  /** Shipped after that, as most are. */
  readonly afterCancelWindow: readonly CountedOrder[];
  /** Calls of the server's frontend per order, without polls; `null` for a server that does not tell. */
  readonly frontendCalls: number | null;
}

/** One of the orders. */
export interface CountedOrder extends OrderCount {
  /** The types of its events in the history, in their order. */
  readonly events: readonly string[];
}

/**
 * Runs orders one after another, from placed to closed, and counts what each costs Temporal.
 * @param pieces how many
 * @param onOrder is told how many are done, before each
 */
export async function countOrders(
  stack: BenchStack,
  pieces: number,
  onOrder: (done: number) => void = () => undefined,
): Promise<OrderCounts> {
  const refill = await startRefill(stack);
  const names = orderNames('count-', WARM_UP + pieces);
  await refill.orders.prepare(names);
  for (const name of names.slice(0, WARM_UP)) await runOrder(stack, refill, name);
  const before = await callsSoFar(stack);
  for (const [done, name] of names.slice(WARM_UP).entries()) {
    onOrder(done);
    await runOrder(stack, refill, name);
  }
  const after = await callsSoFar(stack);
  // Only now: what the bench asks Temporal must not count.
  const orders: CountedOrder[] = [];
  for (const name of names.slice(WARM_UP)) orders.push(await countOrder(stack, refill, name));
  const afterCancelWindow: CountedOrder[] = [];
  for (const name of orderNames('later-', Math.ceil(pieces / 2))) {
    onOrder(pieces);
    afterCancelWindow.push(await countAfterCancelWindow(stack, refill, name));
  }
  await refill.stop();
  const calls = before === null || after === null ? null : callsBetween(before, after) / pieces;
  return { orders, afterCancelWindow, frontendCalls: calls };
}

/** Runs an order until the history has both mails. */
async function runOrder(
  stack: BenchStack,
  refill: RunningRefill,
  name: string,
  orders: OrderSide = refill.orders,
  beforeShipping: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await stack.mails.mails(await orders.place(name), 1);
  // Days pass between the two: by then the first has been dealt with altogether.
  await recorded(stack, refill, name, 'email-sent');
  await beforeShipping();
  await stack.mails.mails(await orders.ship(name), 2);
  await recorded(stack, refill, name, 'email-sent', 2);
}

/** Runs an order that ships after the time in which it can be cancelled, and counts what it cost. */
async function countAfterCancelWindow(
  stack: BenchStack,
  refill: RunningRefill,
  name: string,
): Promise<CountedOrder> {
  const orders = refill.ordersCancellableFor(CANCELLABLE_MS);
  await orders.prepare([name]);
  await runOrder(stack, refill, name, orders, () =>
    recorded(stack, refill, name, 'cancel-window-closed'),
  );
  return await countOrder(stack, refill, name);
}

/** Waits until the history has so many events of a type. @throws Error when it does not get them */
async function recorded(
  { historyToken }: BenchStack,
  { historyUrl }: RunningRefill,
  name: string,
  type: string,
  count = 1,
): Promise<void> {
  const orderId = refillOrderId(name);
  const deadline = Date.now() + RECORDED_MS;
  for (;;) {
    const events = await eventTypes(historyUrl, orderId, historyToken);
    if (events.filter((each) => each === type).length === count) return;
    if (Date.now() > deadline) throw new Error(`not recorded: ${type} of ${orderId}`);
    await delay(POLL_MS);
  }
}

async function countOrder(
  { temporal, historyToken }: BenchStack,
  { historyUrl }: RunningRefill,
  name: string,
): Promise<CountedOrder> {
  const orderId = refillOrderId(name);
  const events = await eventTypes(historyUrl, orderId, historyToken);
  return { ...(await orderCount(temporal.client, orderId)), events };
}

async function callsSoFar({
  temporal: { metricsUrl },
}: BenchStack): Promise<ReadonlyMap<string, number> | null> {
  if (metricsUrl === null) return null;
  await delay(METRICS_LAG_MS);
  return await frontendCalls(metricsUrl);
}
