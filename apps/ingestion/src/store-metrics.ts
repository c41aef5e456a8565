import { Gauge, type Registry } from 'prom-client';
import { ageInSeconds, type StoreSummary } from './store-summary';
import { within } from './within';

/** A scrape is given up after 10 s by default; it must not wait for a PostgreSQL that is not there. */
const TIMEOUT_MS = 1_000;

/**
 * Adds what lies in PostgreSQL to the metrics, read at the scrape. While PostgreSQL does not answer these metrics
 * are left out: an old value would lie.
 *
 * Every instance tells the same, since they share the database: use `max`, not `sum`.
 */
export function addStoreMetrics(registry: Registry, read: () => Promise<StoreSummary>): void {
  const registers = [registry];
  const readSoon = async (): Promise<StoreSummary | null> =>
    await within(TIMEOUT_MS, read(), () => new Error('too late')).catch(() => null);
  const addGauge = (name: string, help: string, of: (summary: StoreSummary) => number): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const summary = await readSoon();
        if (summary === null) this.remove();
        else this.set(of(summary));
      },
    });
  };

  addGauge(
    'refill_deferred_backlog',
    'Messages that wait in PostgreSQL for Temporal',
    ({ deferred }) => deferred.count,
  );
  addGauge(
    'refill_deferred_oldest_age_seconds',
    'How long the oldest deferred message has been waiting; 0 without one',
    ({ deferred }) => ageInSeconds(deferred.oldestReceivedAt),
  );
  addGauge(
    'refill_quarantine_oldest_age_seconds',
    'How long the oldest open message has been in quarantine; 0 without one',
    ({ quarantine }) => ageInSeconds(quarantine.oldestOpenReceivedAt),
  );
  new Gauge({
    name: 'refill_quarantine_open',
    help: 'Messages in quarantine that wait for somebody, by reason',
    labelNames: ['reason'],
    registers,
    async collect() {
      const summary = await readSoon();
      this.reset();
      for (const { reasonCode, count } of summary?.quarantine.byReason ?? []) {
        this.set({ reason: reasonCode }, count);
      }
    },
  });
}
