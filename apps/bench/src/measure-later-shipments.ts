import { setTimeout as delay } from 'node:timers/promises';
import { allClosed } from './figures/all-closed';
import { type CpuOfParts, cpuOfSide, cpuPerPiece } from './figures/cpu-of-parts';
import { inLanes } from './figures/in-lanes';
import { shipAll } from './figures/order-burst';
import { preparedOrders } from './figures/order-rates';
import { warmUp } from './figures/warm-up';
import type { BenchOptions } from './bench-options';
import { WARM_AGAIN } from './measure-side';
import type { Recorder } from './recorder';
import { refillOrderId } from './sides/refill-orders';
import type { RunningRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';
import { orderStatus } from './stack/history-requests';

/** How long they can be cancelled, for each of them, in ms: until all have been placed, on a slow machine too. */
const CANCELLABLE_PER_ORDER_MS = 300;
const CANCELLABLE_MS = 3_000;
/** More would only wait longer. */
const MOST_ORDERS = 100;
const POLL_MS = 250;
const CLOSED_MS = 120_000;

/**
 * What an order costs that ships after the time in which it can be cancelled, as most do: a timer fires, and what it changes
 * is recorded. Only the CPU time counts; most of the time nothing happens.
 */
export async function measureLaterShipments(
  stack: BenchStack,
  refill: RunningRefill,
  options: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const { lanes } = options;
  const pieces = Math.min(options.orders, MOST_ORDERS);
  const cancellableMs = CANCELLABLE_MS + pieces * CANCELLABLE_PER_ORDER_MS;
  const orders = refill.ordersCancellableFor(cancellableMs);
  await warmUp(stack, refill.orders, WARM_AGAIN, lanes);
  const names = await preparedOrders(orders, pieces, 'later-');
  const closesAt = performance.now() + cancellableMs;
  const used: CpuOfParts[] = [];
  let before = cpuOfSide(stack, refill);
  await inLanes(pieces, lanes, async (at) => {
    await stack.mails.mails(await orders.place(names[at] ?? ''), 1);
  });
  if (performance.now() > closesAt) {
    throw new Error('placing took longer than these orders can be cancelled: is the machine busy?');
  }
  used.push(cpuPerPiece(before, cpuOfSide(stack, refill), pieces));
  // What servers do while nothing happens is no part of an order.
  await delay(closesAt - performance.now());
  before = cpuOfSide(stack, refill);
  for (const name of names) await untilAwaitingShipment(stack, refill, name);
  await shipAll(stack, orders, names, lanes);
  used.push(cpuPerPiece(before, cpuOfSide(stack, refill), pieces));
  for (const part of used[0]?.keys() ?? []) {
    const ms = used.reduce((sum, cpu) => sum + (cpu.get(part) ?? 0), 0);
    recorder.rate(`Refill, shipped after the time to cancel: CPU ms per order, ${part}`, ms);
  }
  await allClosed(orders, names);
}

async function untilAwaitingShipment(
  { historyToken }: BenchStack,
  { historyUrl }: RunningRefill,
  name: string,
): Promise<void> {
  const deadline = Date.now() + CLOSED_MS;
  while ((await orderStatus(historyUrl, refillOrderId(name), historyToken)) === 'placed') {
    if (Date.now() > deadline) throw new Error(`the time to cancel did not end: ${name}`);
    await delay(POLL_MS);
  }
}
