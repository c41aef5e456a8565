import DataLoader from 'dataloader';
import { type DeferredWork, deferNotifications } from '@refill/order-history/deferred';
import { BackendFailure } from './backend-failure';
import type { GuardedHistory } from './guarded-history';
import { TIME_LIMITS } from './time-limits';
import { within } from './within';

/** Keeps work in PostgreSQL until Temporal is back. */
export interface Deferrals {
  /**
   * Returns once it is durable.
   * @throws BackendFailure `HISTORY_UNAVAILABLE` or `HISTORY_REJECTED`
   */
  defer(work: DeferredWork): Promise<void>;
}

/** How much is kept by one statement at most. */
const AT_ONCE = 100;

/**
 * Keeps work in PostgreSQL, what comes meanwhile together with the next: when Temporal goes down, hundreds of messages
 * are deferred at the same moment, and one statement takes them where as many connections would wait for one another.
 */
export function createDeferrals(history: GuardedHistory): Deferrals {
  let underWay: Promise<unknown> = Promise.resolve();

  const keep = async (works: readonly DeferredWork[]): Promise<void> => {
    await history.run(async (db) => await deferNotifications(db, works), TIME_LIMITS.deferMs);
  };
  const keepAlone = async (work: DeferredWork): Promise<undefined | Error> => {
    try {
      await keep([work]);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new BackendFailure('HISTORY_UNAVAILABLE', error);
    }
  };
  const keepTogether = async (works: readonly DeferredWork[]): Promise<(undefined | Error)[]> => {
    try {
      await keep(works);
      return works.map(() => undefined);
    } catch (error) {
      const rejected = error instanceof BackendFailure && error.code === 'HISTORY_REJECTED';
      if (!rejected || works.length === 1) throw error;
      // One that PostgreSQL can't take must not take the others with it.
      return await Promise.all(works.map(keepAlone));
    }
  };

  const loader = new DataLoader<DeferredWork, undefined>(
    async (works) => {
      const batch = keepTogether(works);
      underWay = batch.catch(() => undefined);
      return await batch;
    },
    {
      cache: false,
      maxBatchSize: AT_ONCE,
      batchScheduleFn: (begin) => {
        void underWay.then(begin);
      },
    },
  );
  return {
    async defer(work) {
      const late = (): Error => new BackendFailure('HISTORY_UNAVAILABLE');
      await within(TIME_LIMITS.deferMs, loader.load(work), late);
    },
  };
}
