import { type DeferredSummary, summarizeDeferred } from '@refill/order-history/deferred';
import { type QuarantineSummary, summarizeQuarantine } from '@refill/order-history/quarantine-list';
import type { GuardedHistory } from './guarded-history';

/** What lies in PostgreSQL and waits for Temporal, or for somebody. */
export interface StoreSummary {
  readonly deferred: DeferredSummary;
  readonly quarantine: QuarantineSummary;
}

/**
 * Makes a reader of the summary; who asks while it is read, or soon after, gets the same one.
 * @param maxAgeMs how old it may be, in ms
 * @throws (the reader) BackendFailure when PostgreSQL fails
 */
export function createStoreSummary(
  history: GuardedHistory,
  maxAgeMs: number,
): () => Promise<StoreSummary> {
  let reading: Promise<StoreSummary> | null = null;
  let read: { readonly summary: StoreSummary; readonly at: number } | null = null;

  const readNow = async (): Promise<StoreSummary> => {
    const [deferred, quarantine] = await Promise.all([
      history.run(summarizeDeferred),
      history.run(summarizeQuarantine),
    ]);
    return { deferred, quarantine };
  };
  return async () => {
    if (read !== null && performance.now() - read.at < maxAgeMs) return read.summary;
    reading ??= readNow().finally(() => {
      reading = null;
    });
    const summary = await reading;
    read = { summary, at: performance.now() };
    return summary;
  };
}

/**
 * How long the oldest has been waiting, in seconds; 0 when nothing waits.
 * @param oldestReceivedAt ISO 8601
 */
export function ageInSeconds(oldestReceivedAt: string | null): number {
  if (oldestReceivedAt === null) return 0;
  return Math.max(0, (Date.now() - Date.parse(oldestReceivedAt)) / 1_000);
}
