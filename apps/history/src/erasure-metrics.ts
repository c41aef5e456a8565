import { Gauge, type Registry } from 'prom-client';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { type ErasureSummary, summarizeErasures } from './erasure-summary';

/** A scrape is given up after 10 s by default; it must not wait for a PostgreSQL that is not there. */
const TIMEOUT_MS = 1_000;

/**
 * Adds the erasures that are not finished to the metrics, read at the scrape. While PostgreSQL does not answer these
 * metrics are left out: an old value would lie.
 *
 * Every instance tells the same, since they share the database: use `max`, not `sum`.
 */
export function addErasureMetrics(registry: Registry, db: OrderHistoryDatabase): void {
  const registers = [registry];
  // Both gauges are read at the same scrape: one query is enough.
  let reading: Promise<ErasureSummary | null> | null = null;
  const read = async (): Promise<ErasureSummary | null> => {
    reading ??= readSoon(db).finally(() => {
      reading = null;
    });
    return await reading;
  };
  const addGauge = (name: string, help: string, of: (summary: ErasureSummary) => number): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const summary = await read();
        if (summary === null) this.remove();
        else this.set(of(summary));
      },
    });
  };
  addGauge(
    'refill_erasures_unfinished',
    'Customers who are being erased, or wait for Temporal to be',
    ({ unfinished }) => unfinished,
  );
  addGauge(
    'refill_erasure_oldest_age_seconds',
    'How long ago the oldest unfinished erasure was asked for; 0 without one',
    ({ oldestRequestedAt }) =>
      oldestRequestedAt === null
        ? 0
        : Math.max(0, (Date.now() - Date.parse(oldestRequestedAt)) / 1_000),
  );
}

async function readSoon(db: OrderHistoryDatabase): Promise<ErasureSummary | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, null);
  });
  try {
    return await Promise.race([summarizeErasures(db), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
