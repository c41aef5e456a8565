import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions } from './bench-options';
import { inOpenLoop } from './figures/open-loop';
import { orderNames } from './figures/order-rates';
import { median, percentile } from './figures/statistics';
import type { Recorder } from './recorder';
import { startMinimal } from './sides/minimal-side';
import type { RunningSide } from './sides/order-side';
import { refillOrderId } from './sides/refill-orders';
import { type RunningRefill, startRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';
import { get } from './stack/history-requests';

/** Half of what two cores take, so that what is measured is the way and no queue. */
const PER_SECOND = 15;
/** Shorter, and asking would be a good part of the load. */
const POLL_MS = 15;
/** Much longer than any order takes: something is broken then. */
const VISIBLE_MS = 60_000;

/** How long orders took from when they were due, in ms. */
interface Latencies {
  /** Until the first call was answered. */
  readonly answered: readonly number[];
  /** Until what the order is for can be seen. */
  readonly seen: readonly number[];
}

/**
 * How long an order's first notification takes until it is answered, and until the history shows the order; beside it
 * ceiling B, until its `signalWithStart` is answered, and until the mail is there.
 */
export async function measureLatency(
  stack: BenchStack,
  { rounds, orders }: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const refill = await startRefill(stack);
  const ceiling = await startMinimal(stack, 'tuned');
  for (let round = 0; round <= rounds; round += 1) {
    const step = (label: string, done: number): void => {
      recorder.step(
        `${PER_SECOND} orders per second, round ${round} of ${rounds}, ${label}`,
        (round + done) / (rounds + 1),
      );
    };
    const ofRefill = async (done: number): Promise<Latencies> => {
      step(refill.label, done);
      return await latencies(refill, orders, untilVisible(stack, refill));
    };
    const ofCeiling = async (done: number): Promise<Latencies> => {
      step(ceiling.label, done);
      return await latencies(ceiling, orders, async (_name, address) => {
        await stack.mails.mails(address, 1);
      });
    };
    const first = round % 2 === 0 ? null : await ofCeiling(0);
    const ours = await ofRefill(first === null ? 0 : 0.5);
    const theirs = first ?? (await ofCeiling(0.5));
    // The first round is for compilers, caches and connections.
    if (round === 0) continue;
    const record = (name: string, ms: readonly number[]): void => {
      recorder.rate(`${name} p50, ms`, median(ms));
      recorder.rate(`${name} p99, ms`, percentile(ms, 0.99));
    };
    record('notification → 200:', ours.answered);
    record('notification → visible:', ours.seen);
    record('ceiling B, fixed arrivals: signalWithStart,', theirs.answered);
    record('ceiling B, fixed arrivals: placed → mail,', theirs.seen);
  }
  await ceiling.stop();
  await refill.stop();
}

/** Places orders at fixed arrivals. @param untilSeen waits until what an order is for can be seen */
async function latencies(
  { orders }: RunningSide,
  pieces: number,
  untilSeen: (name: string, address: string, dueAt: number) => Promise<void>,
): Promise<Latencies> {
  const names = orderNames('open-', pieces);
  await orders.prepare(names);
  const answered: number[] = [];
  const seen = await inOpenLoop(pieces, PER_SECOND, async (at, dueAt) => {
    const name = names[at] ?? '';
    const address = await orders.place(name);
    answered.push(performance.now() - dueAt);
    await untilSeen(name, address, dueAt);
  });
  return { answered, seen };
}

/** @returns what waits until the history shows an order */
function untilVisible(
  { historyToken }: BenchStack,
  { historyUrl }: RunningRefill,
): (name: string, address: string, dueAt: number) => Promise<void> {
  return async (name, _address, dueAt) => {
    const url = `${historyUrl}/v1/orders/${refillOrderId(name)}`;
    while ((await get(url, historyToken)) !== 200) {
      if (performance.now() - dueAt > VISIBLE_MS) {
        throw new Error(`${url} does not show the order after ${String(VISIBLE_MS)} ms`);
      }
      await delay(POLL_MS);
    }
  };
}
