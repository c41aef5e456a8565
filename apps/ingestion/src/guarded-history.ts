import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { tryDeliverAlone } from '@refill/order-history/deferred';
import { HistoryError } from '@refill/order-history/history-error';
import { BackendFailure, causeName } from './backend-failure';
import type { IngestionLogger } from './ingestion-logger';
import { within } from './within';

/** The order history within a deadline: every failure is a `BackendFailure`. */
export interface GuardedHistory {
  /**
   * @param timeoutMs if it may take longer than the rest, in ms
   * @throws BackendFailure `HISTORY_UNAVAILABLE` or `HISTORY_REJECTED`
   */
  run<T>(work: (db: OrderHistoryDatabase) => Promise<T>, timeoutMs?: number): Promise<T>;
  /**
   * Does what only one instance at a time may do, however long it takes; `ran: false` when another one is at it.
   * @throws BackendFailure when PostgreSQL can't tell; what the work throws
   */
  alone<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly ran: true; readonly value: T } | { readonly ran: false }>;
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
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const failure = historyFailureOf(error);
      logger.warn({ code: failure.code, cause: causeName(failure) }, 'PostgreSQL failed');
      throw failure;
    }
  };
  return {
    async run(work, workMs = timeoutMs) {
      const late = (): Error => new BackendFailure('HISTORY_UNAVAILABLE');
      return await guarded(async () => await within(workMs, work(db), late));
    },
    async alone(work) {
      // The work's own error is carried past the guard: it need not be one of PostgreSQL.
      const held = await guarded(
        async () => await tryDeliverAlone(db, async () => await Promise.allSettled([work()])),
      );
      if (!held.ran) return { ran: false };
      const [result] = held.value;
      if (result.status === 'rejected') throw result.reason;
      return { ran: true, value: result.value };
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
