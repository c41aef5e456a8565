import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions } from './bench-options';
import { cpuOfParts, cpuPerPiece } from './figures/cpu-of-parts';
import { residentMb } from './figures/cpu-time';
import { callsBetween, frontendCalls } from './figures/frontend-calls';
import { orderCost } from './figures/order-costs';
import { burstP99, type OrderRate, orderRate, refillOrderId } from './figures/order-rates';
import { readRates } from './figures/read-rates';
import { median, percentile } from './figures/statistics';
import {
  minimalWorkers,
  refillOverHttp,
  refillOverSqs,
  type Running,
  type Side,
} from './order-sides';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';

const BURST = 400;
const OPEN_ORDERS = 1_000;
const READERS = 16;
/** The server adds to what it tells every second. */
const METRICS_LAG_MS = 3_000;

/** What one side reached in one round. */
interface Reached {
  readonly perSecond: number;
  readonly burstMs: number;
}

/** Whole orders, placed to closed: hand-written for speed, naive, and Refill, in turns on the same server. */
export async function measureOrders(
  stack: BenchStack,
  options: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const measure = (side: Side): Promise<Reached> => measureSide(stack, side, options, recorder);
  for (let round = 1; round <= options.rounds; round += 1) {
    recorder.say(`whole orders, ${round} of ${options.rounds}`);
    const ceiling = await measure(minimalWorkers(stack, 'tuned'));
    const naive = await measure(minimalWorkers(stack, 'naive'));
    const ours = await measure(refillOverHttp(stack));
    recorder.bar('ceilingB', ours.perSecond / ceiling.perSecond);
    recorder.bar('naive', ours.perSecond / naive.perSecond);
    recorder.bar('burst', ours.burstMs / naive.burstMs);
    await measure(refillOverSqs(stack));
  }
  await measureMemory(stack, refillOverHttp(stack), recorder);
}

async function measureSide(
  stack: BenchStack,
  side: Side,
  { orders, lanes }: BenchOptions,
  recorder: Recorder,
): Promise<Reached> {
  const running = await side.start();
  // For compilers, caches, connections and pollers; each round begins with new processes.
  await orderRate(stack, running.orders, lanes * 2, lanes);
  const before = cpuOfParts(stack, running);
  const measured = await orderRate(stack, running.orders, orders, lanes);
  for (const [part, ms] of cpuPerPiece(before, cpuOfParts(stack, running), orders)) {
    recorder.rate(`${side.label}: CPU ms per order, ${part}`, ms);
  }
  recorder.rate(`${side.label}: orders/s`, measured.perSecond);
  recorder.rate(`${side.label}: p50 placed → mail, ms`, median(measured.mailMs));
  recorder.rate(`${side.label}: p99 placed → mail, ms`, percentile(measured.mailMs, 0.99));
  const burstMs = await burstP99(stack, running.orders, BURST);
  recorder.rate(`${side.label}: burst p99 placed → mail, ms`, burstMs);
  const { historyUrl } = running;
  if (historyUrl !== undefined) await measureOneOrder(stack, running, measured, recorder);
  if (historyUrl !== undefined && side.label === 'Refill') {
    const rates = await readRates(stack, historyUrl, measured.orders, orders, READERS);
    recorder.rate('history API reads/s', rates.historyApi);
    recorder.rate('workflow queries/s', rates.workflowQueries);
    recorder.bar('reads', rates.historyApi / rates.workflowQueries);
  }
  await running.stop();
  return { perSecond: measured.perSecond, burstMs };
}

/** What an order costs Temporal, which does not depend on the machine. */
async function measureOneOrder(
  stack: BenchStack,
  running: Running,
  { orders }: OrderRate,
  recorder: Recorder,
): Promise<void> {
  for (const order of orders.slice(0, 3)) {
    const cost = await orderCost(stack.client, refillOrderId(order));
    recorder.bar('historyEvents', cost.historyEvents);
    recorder.bar('stateTransitions', cost.stateTransitions);
    recorder.rate('history bytes per order', cost.historyBytes);
  }
  const { temporalMetricsUrl } = stack;
  if (temporalMetricsUrl === null) return;
  const pieces = 20;
  await delay(METRICS_LAG_MS);
  const before = await frontendCalls(temporalMetricsUrl);
  await orderRate(stack, running.orders, pieces, 1);
  await delay(METRICS_LAG_MS);
  recorder.bar(
    'frontendCalls',
    callsBetween(before, await frontendCalls(temporalMetricsUrl)) / pieces,
  );
}

async function measureMemory(stack: BenchStack, side: Side, recorder: Recorder): Promise<void> {
  recorder.say('memory of the worker');
  const running = await side.start();
  const worker = running.pids['worker'];
  if (worker === undefined) throw new Error('Refill has no worker');
  // Compilers and pools first, so that only orders are counted.
  await burstP99(stack, running.orders, 100);
  const before = residentMb(worker);
  await burstP99(stack, running.orders, OPEN_ORDERS);
  recorder.bar('memory', residentMb(worker) - before);
  await running.stop();
}
