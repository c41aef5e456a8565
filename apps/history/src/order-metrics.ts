import { Gauge, type Registry } from 'prom-client';
import type { OrdersSummary } from '@refill/order-history/summarize-orders';

/** A scrape is given up after 10 s by default; it must not wait for a PostgreSQL that is not there. */
const TIMEOUT_MS = 1_000;

/** How old a summary may be, in ms: many may scrape, and one query in a while is enough. */
const MAX_AGE_MS = 15_000;

/**
 * Adds the open orders to the metrics, read at the scrape, by one query at a time. While PostgreSQL does not answer
 * these metrics are left out: an old value would lie, and a 0 even more.
 *
 * Every instance tells the same, since they share the database: use `max`, not `sum`.
 * @param maxAgeMs how old what is told may be, in ms; 15,000 by default
 */
export function addOrderMetrics(
  registry: Registry,
  read: () => Promise<OrdersSummary>,
  maxAgeMs = MAX_AGE_MS,
): void {
  const registers = [registry];
  const readSoon = rememberFor(maxAgeMs, read);
  new Gauge({
    name: 'refill_orders_open',
    help: 'Open orders by status',
    labelNames: ['status'],
    registers,
    async collect() {
      const summary = await readSoon();
      this.reset();
      for (const { status, count } of summary?.open ?? []) this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'refill_orders_attention',
    help: 'Open orders that somebody should look at, by mark; one may have several',
    labelNames: ['attention'],
    registers,
    async collect() {
      const summary = await readSoon();
      this.reset();
      for (const { attention, count } of summary?.attention ?? []) this.set({ attention }, count);
    },
  });
}

/**
 * Reads once for all who ask meanwhile, or soon after. One who waited too long gets `null`; the reading goes on, so
 * that a slow database is not asked again and again.
 */
function rememberFor(
  maxAgeMs: number,
  read: () => Promise<OrdersSummary>,
): () => Promise<OrdersSummary | null> {
  let reading: Promise<OrdersSummary | null> | null = null;
  let last: { readonly summary: OrdersSummary; readonly at: number } | null = null;
  const readNow = async (): Promise<OrdersSummary | null> => {
    try {
      const summary = await read();
      last = { summary, at: performance.now() };
      return summary;
    } catch {
      return null;
    } finally {
      reading = null;
    }
  };
  return async () => {
    if (last !== null && performance.now() - last.at < maxAgeMs) return last.summary;
    reading ??= readNow();
    return await within(TIMEOUT_MS, reading);
  };
}

async function within<Value>(ms: number, value: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
