import {
  type DeferredPosition,
  nextDeferred,
  removeDeferred,
  type StoredDeferredWork,
} from '@refill/order-history/deferred';
import { BackendFailure } from './backend-failure';
import { deliverDeferred } from './deliver-deferred';
import { eachAtOnce } from './each-at-once';
import type { IngestionContext } from './ingestion-context';

/** Deferred work that was not delivered, and why. */
export interface FailedDelivery {
  readonly work: StoredDeferredWork;
  /** A stable code. */
  readonly code: string;
}

/** What came of going through the backlog once. */
export interface BacklogPass {
  readonly delivered: number;
  /** The first of each order or device that failed. */
  readonly failed: readonly FailedDelivery[];
  /** Whether it was broken off: Temporal does not answer, or we stop. */
  readonly brokenOff: boolean;
}

/** How many rows are read at a time, and how many orders are under way together. */
const PAGE = 64;
const AT_ONCE = 8;

/**
 * Goes through the backlog once, oldest first: the orders side by side, each order's messages one after another.
 * When one of an order fails, the rest of that order waits for the next pass.
 * @throws BackendFailure when PostgreSQL fails
 */
export async function deliverBacklog(
  context: IngestionContext,
  stop: AbortSignal,
): Promise<BacklogPass> {
  const { history, temporal } = context;
  const failed = new Map<string, FailedDelivery>();
  let delivered = 0;
  let brokenOff = false;
  let after: DeferredPosition | undefined;

  const deliverLane = async (lane: readonly StoredDeferredWork[]): Promise<void> => {
    for (const work of lane) {
      brokenOff ||= stop.aborted || temporal.isOpen();
      if (brokenOff) return;
      const code = await deliverOne(context, work);
      if (code !== null) {
        failed.set(laneOf(work), { work, code });
        return;
      }
      delivered += 1;
    }
  };

  do {
    const from = after;
    const page = await history.run(async (db) => await nextDeferred(db, PAGE, from));
    after = page.at(-1);
    const lanes = lanesOf(page.filter((work) => !failed.has(laneOf(work))));
    await eachAtOnce(AT_ONCE, lanes, deliverLane);
  } while (after !== undefined && !brokenOff);
  return { delivered, failed: [...failed.values()], brokenOff };
}

/**
 * Delivers one piece of deferred work and removes it.
 * @returns `null` when it is delivered or in quarantine, else why not
 * @throws BackendFailure when PostgreSQL fails
 */
export async function deliverOne(
  context: IngestionContext,
  work: StoredDeferredWork,
): Promise<string | null> {
  const code = await tryToDeliver(context, work);
  if (code === 'HISTORY_UNAVAILABLE') throw new BackendFailure(code);
  if (code !== null) return code;
  await context.history.run(async (db) => {
    await removeDeferred(db, work.id);
  });
  return null;
}

async function tryToDeliver(
  context: IngestionContext,
  work: StoredDeferredWork,
): Promise<string | null> {
  try {
    const delivery = await deliverDeferred(context, work);
    return delivery.kind === 'failed' ? delivery.code : null;
  } catch (error) {
    // A mistake of ours with one message must not keep the others back.
    context.logger.error({ err: error, deferredId: work.id }, 'delivering a message failed');
    return 'INTERNAL_ERROR';
  }
}

/** Rows of versions that kept no key make one lane. */
export function laneOf({ orderKey }: StoredDeferredWork): string {
  return orderKey ?? '';
}

function lanesOf(page: readonly StoredDeferredWork[]): readonly (readonly StoredDeferredWork[])[] {
  const lanes = new Map<string, StoredDeferredWork[]>();
  for (const work of page) {
    const lane = lanes.get(laneOf(work));
    if (lane === undefined) lanes.set(laneOf(work), [work]);
    else lane.push(work);
  }
  return [...lanes.values()];
}
