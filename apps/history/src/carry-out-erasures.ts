import type { Logger } from 'pino';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { Erasure, ErasureCounts } from '@refill/order-history/erasure';
import {
  finishErasure,
  openWorkflowsOfCustomer,
  pseudonymiseCustomer,
} from '@refill/order-history/erasures';
import type { TemporalConnection } from '@refill/temporal/connection';
import { type ErasureFailure, erasureFailureOf } from './erasure-failure';
import { signalErased } from './signal-erased';
import { unfinishedErasures } from './unfinished-erasures';

/** What erasures are carried out with. */
export interface ErasureBackends {
  readonly db: OrderHistoryDatabase;
  readonly temporal: TemporalConnection;
  readonly logger: Logger;
}

/** So many orders are changed in one transaction: others wait for no longer than that. */
const BATCH = 100;

/** Carries out all erasures that are not finished; those that fail stay so, and are begun again by the next call. */
export type CarryOutErasures = (stop: AbortSignal) => Promise<void>;

/**
 * Makes the work of erasing. PostgreSQL comes first, for all customers: it must not wait for a Temporal that is
 * down. It remembers for whom that was done: nothing is written under their id any more, and looking again costs
 * PostgreSQL much. Every step may be done twice, so a crash loses nothing but that memory.
 * @throws (the work) ErasureFailure for the first erasure that could not be finished
 */
export function createErasures({ db, temporal, logger }: ErasureBackends): CarryOutErasures {
  const pseudonymised = new Map<string, ErasureCounts>();

  const pseudonymise = async (erasure: Erasure): Promise<void> => {
    if (pseudonymised.has(runOf(erasure))) return;
    const counts = await pseudonymiseCustomer(db, erasure, { batch: BATCH });
    pseudonymised.set(runOf(erasure), counts);
  };
  const finish = async (erasure: Erasure, stop: AbortSignal): Promise<void> => {
    const { pseudonym } = erasure;
    const counts = pseudonymised.get(runOf(erasure));
    // Its turn at PostgreSQL failed.
    if (counts === undefined) return;
    const open = await openWorkflowsOfCustomer(db, pseudonym);
    await signalErased(temporal, open, stop);
    await finishErasure(db, erasure, counts);
    pseudonymised.delete(runOf(erasure));
    const told = { orders: open.orderIds.length, devices: open.devices.length };
    logger.info({ pseudonym, counts, told }, 'a customer was erased');
  };
  return async (stop) => {
    const erasures = await unfinishedErasures(db);
    const failures = [
      ...(await forEach(erasures, stop, pseudonymise)),
      ...(await forEach(erasures, stop, async (erasure) => await finish(erasure, stop))),
    ];
    for (const failure of failures) throw failure;
  };
}

/**
 * Does a step for one after another, and tells what failed for some of them.
 * @throws ErasureFailure when PostgreSQL or Temporal is not there: that would fail for the others, too
 */
async function forEach(
  erasures: readonly Erasure[],
  stop: AbortSignal,
  step: (erasure: Erasure) => Promise<void>,
): Promise<readonly ErasureFailure[]> {
  const failures: ErasureFailure[] = [];
  for (const erasure of erasures) {
    try {
      stop.throwIfAborted();
      await step(erasure);
    } catch (error) {
      stop.throwIfAborted();
      const failure = erasureFailureOf(error);
      if (failure.code !== 'ERASURE_FAILED') throw failure;
      failures.push(failure);
    }
  }
  return failures;
}

/** An erasure that was lifted and asked for again is another one. */
function runOf({ pseudonym, requestedAt }: Erasure): string {
  return `${pseudonym} ${requestedAt}`;
}
