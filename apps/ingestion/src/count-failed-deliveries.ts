import { noteDeferredFailure, removeDeferred } from '@refill/order-history/deferred';
import type { FailedDelivery } from './backlog-pass';
import { DEFERRED_UNDELIVERABLE, quarantineWork } from './deliver-deferred';
import type { IngestionContext } from './ingestion-context';

/** When work is given up. */
export interface GiveUpOptions {
  /** How often it must have failed. */
  readonly maxFailures: number;
  /** How often failures are counted at most, in ms: a short trouble of Temporal must not fill quarantine. */
  readonly countEveryMs: number;
}

/**
 * Makes a count of failures: work that fails again and again, though Temporal took other work since the last
 * count, goes into quarantine. While Temporal takes nothing at all nothing is counted.
 * @throws (the count) BackendFailure when PostgreSQL fails
 */
export function createFailureCount(
  context: IngestionContext,
  { maxFailures, countEveryMs }: GiveUpOptions,
): (failed: readonly FailedDelivery[]) => Promise<void> {
  const { history, logger, temporal } = context;
  let countedAt = -Infinity;
  let answersThen = 0;

  const count = async ({ work, code }: FailedDelivery): Promise<void> => {
    const failures = await history.run(async (db) => await noteDeferredFailure(db, work.id, code));
    if (failures < maxFailures) return;
    const problem = {
      path: 'delivery',
      expected: `Temporal to take it; it failed ${String(failures)} times, the last time with ${code}`,
    };
    const reason = { code: DEFERRED_UNDELIVERABLE, problems: [problem] };
    const kept = await quarantineWork(context, work, reason);
    if (kept.kind !== 'quarantined') return;
    await history.run(async (db) => {
      await removeDeferred(db, work.id);
    });
    logger.error(
      { code: DEFERRED_UNDELIVERABLE, cause: code, messageId: work.messageId },
      'a deferred message cannot be delivered: it is in quarantine now',
    );
  };

  return async (failed) => {
    // Too many at once says nothing of the message.
    const counted = failed.filter(({ code }) => code !== 'INGESTION_BUSY');
    const due = performance.now() - countedAt >= countEveryMs;
    if (counted.length === 0 || !due || temporal.isOpen()) return;
    if (temporal.answers() === answersThen) return;
    countedAt = performance.now();
    answersThen = temporal.answers();
    for (const failure of counted) await count(failure);
  };
}
