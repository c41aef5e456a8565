import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions } from './bench-options';
import { inOpenLoop } from './figures/open-loop';
import { orderNames } from './figures/order-rates';
import { median, percentile } from './figures/statistics';
import type { Recorder } from './recorder';
import { refillOrderId } from './sides/refill-orders';
import { startRefill } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';
import { get } from './stack/history-requests';

/** Half of what two cores take, so that what is measured is the way and no queue. */
const PER_SECOND = 15;
const POLL_MS = 5;
/** Much longer than any order takes: something is broken then. */
const VISIBLE_MS = 60_000;

/** How long an order's first notification takes until it is answered, and until the history shows the order. */
export async function measureLatency(
  stack: BenchStack,
  { rounds, orders }: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const refill = await startRefill(stack);
  for (let round = 0; round <= rounds; round += 1) {
    recorder.step(
      `${PER_SECOND} orders per second, round ${round} of ${rounds}`,
      round / (rounds + 1),
    );
    const names = orderNames('open-', orders);
    await refill.orders.prepare(names);
    const answered: number[] = [];
    const visible = await inOpenLoop(orders, PER_SECOND, async (at, dueAt) => {
      const name = names[at] ?? '';
      await refill.orders.place(name);
      answered.push(performance.now() - dueAt);
      const url = `${refill.historyUrl}/v1/orders/${refillOrderId(name)}`;
      while ((await get(url, stack.historyToken)) !== 200) {
        if (performance.now() - dueAt > VISIBLE_MS) {
          throw new Error(`${url} does not show the order after ${String(VISIBLE_MS)} ms`);
        }
        await delay(POLL_MS);
      }
    });
    // The first round is for compilers, caches and connections.
    if (round === 0) continue;
    recorder.rate('notification → 200: p50, ms', median(answered));
    recorder.rate('notification → 200: p99, ms', percentile(answered, 0.99));
    recorder.rate('notification → visible: p50, ms', median(visible));
    recorder.rate('notification → visible: p99, ms', percentile(visible, 0.99));
  }
  await refill.stop();
}
