import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { HistoryError } from '@refill/order-history/history-error';
import { BackendFailure, causeName } from './backend-failure';
import type { IngestionLogger } from './ingestion-logger';
import { within } from './within';

/** The order history within a deadline: every failure is a `BackendFailure`. */
export interface GuardedHistory {
  /** @throws BackendFailure `HISTORY_UNAVAILABLE` or `HISTORY_REJECTED` */
  run<T>(work: (db: OrderHistoryDatabase) => Promise<T>): Promise<T>;
}

/** SQLSTATE classes that are about the data: 22 data exception, 23 integrity constraint violation. */
const REJECTED_STATES = /^2[23]/;

/**
 * Guards the order history.
 * @param options.timeoutMs for one piece of work, in ms
 */
export function guardHistory(
  db: OrderHistoryDatabase,
  { timeoutMs, logger }: { readonly timeoutMs: number; readonly logger: IngestionLogger },
): GuardedHistory {
  return {
    async run(work) {
      try {
        return await within(timeoutMs, work(db), () => new BackendFailure('HISTORY_UNAVAILABLE'));
      } catch (error) {
        const failure = historyFailureOf(error);
        logger.warn({ code: failure.code, cause: causeName(failure) }, 'PostgreSQL failed');
        throw failure;
      }
    },
  };
}

/** What is not clearly about the data may pass: then a redelivery finds the database well again. */
function historyFailureOf(error: unknown): BackendFailure {
  if (error instanceof BackendFailure) return error;
  const aboutData =
    error instanceof HistoryError ||
    error instanceof RangeError ||
    (error instanceof Error &&
      'code' in error &&
      typeof error.code === 'string' &&
      error.code.length === 5 &&
      REJECTED_STATES.test(error.code));
  return new BackendFailure(aboutData ? 'HISTORY_REJECTED' : 'HISTORY_UNAVAILABLE', error);
}
