import { hasDeferred } from '@refill/order-history/deferred';
import { BackendFailure } from './backend-failure';
import type { IngestionContext } from './ingestion-context';

/** Whether work just came, or was deferred and is tried once more. */
export type WorkOrigin = 'arrival' | 'backlog';

/**
 * Whether what came has to be deferred because something before it still is. Asks nothing while nothing is deferred,
 * nor while Temporal is not asked anyway: then it is deferred all the same.
 *
 * No while PostgreSQL does not say: to overtake does no harm (orders converge), to be refused for long may
 * lose the message.
 */
export async function mustWaitBehindDeferred(
  { backlog, history, temporal }: Pick<IngestionContext, 'backlog' | 'history' | 'temporal'>,
  orderKey: string,
  origin: WorkOrigin,
): Promise<boolean> {
  if (origin === 'backlog' || !backlog.mayExist() || temporal.refuses()) return false;
  try {
    return await history.run(async (db) => await hasDeferred(db, orderKey));
  } catch (error) {
    if (error instanceof BackendFailure) return false;
    throw error;
  }
}
