import { setTimeout as sleep } from 'node:timers/promises';
import {
  countDeferred,
  nextDeferred,
  removeDeferred,
  type StoredDeferredWork,
} from '@refill/order-history/deferred';
import { BackendFailure } from './backend-failure';
import { deliverDeferred } from './deliver-deferred';
import type { IngestionContext } from './ingestion-context';

/** When deferred work is looked at. */
export interface DeferredDeliveryOptions {
  /** How long to wait after a look that went well, in ms. */
  readonly intervalMs: number;
  /** How long to wait at most while Temporal or PostgreSQL stay down, in ms; it doubles up to there. */
  readonly maxBackoffMs: number;
}

/** Delivery of deferred work in the background. */
export interface DeferredDelivery {
  /** Takes up no more work and waits for what is under way. */
  stop(): Promise<void>;
}

/** How many rows are read at a time, and how many of them are under way together. */
const BATCH_SIZE = 64;
const AT_ONCE = 8;

/**
 * Delivers deferred work by itself, oldest first, from now on until it is stopped.
 *
 * Several instances may do so at once, without a lock: delivering twice has no second effect (orders know each
 * `notificationId`, the history its keys), and a row may be removed twice.
 */
export function startDeferredDelivery(
  context: IngestionContext,
  options: DeferredDeliveryOptions,
): DeferredDelivery {
  const stopping = new AbortController();
  const running = run(context, options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function run(
  context: IngestionContext,
  { intervalMs, maxBackoffMs }: DeferredDeliveryOptions,
  stop: AbortSignal,
): Promise<void> {
  let waitMs = intervalMs;
  while (!stop.aborted) {
    const wentWell = await deliverAll(context, stop).catch((error: unknown) => {
      // A failure of PostgreSQL is logged where it happens.
      if (!(error instanceof BackendFailure)) {
        context.logger.error({ err: error }, 'looking at deferred messages failed');
      }
      return false;
    });
    waitMs = wentWell ? intervalMs : Math.min(waitMs * 2, maxBackoffMs);
    await sleep(waitMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** @returns whether all of it was delivered, so far as it was there */
async function deliverAll(context: IngestionContext, stop: AbortSignal): Promise<boolean> {
  const { history, logger, metrics } = context;
  let delivered = 0;
  let wentWell = true;
  while (wentWell && !stop.aborted) {
    const batch = await history.run(async (db) => await nextDeferred(db, BATCH_SIZE));
    if (batch.length === 0) break;
    const done = await deliverBatch(context, batch, stop);
    delivered += done;
    wentWell = done === batch.length;
  }
  metrics.deferredBacklog.set(await history.run(countDeferred));
  if (delivered > 0) logger.info({ delivered }, 'deferred messages delivered');
  return wentWell;
}

async function deliverBatch(
  context: IngestionContext,
  batch: readonly StoredDeferredWork[],
  stop: AbortSignal,
): Promise<number> {
  let delivered = 0;
  for (let from = 0; from < batch.length && !stop.aborted; from += AT_ONCE) {
    const some = batch.slice(from, from + AT_ONCE);
    const results = await Promise.all(
      some.map(async (work) => {
        if (!(await deliverDeferred(context, work))) return false;
        await context.history.run(async (db) => {
          await removeDeferred(db, work.id);
        });
        return true;
      }),
    );
    const done = results.filter((result) => result).length;
    delivered += done;
    // One that can't be delivered must not keep the others back; when none can, nobody is there.
    if (done === 0) break;
  }
  return delivered;
}
