import { nextDeferred } from '@refill/order-history/deferred';
import { type BackgroundLoop, type LoopTurn, startBackgroundLoop } from './background-loop';
import { deliverBacklog } from './backlog-pass';
import { turnAfter } from './turn-after-pass';
import { createBacklogProbe } from './backlog-probe';
import { createFailureCount, type GiveUpOptions } from './count-failed-deliveries';
import type { IngestionContext } from './ingestion-context';

/** When deferred work is looked at, and when it is given up. */
export interface DeferredDeliveryOptions extends Partial<GiveUpOptions> {
  /** How long to wait after a look that went well, in ms; as long another instance's backlog is not known of. */
  readonly intervalMs: number;
  /** How long to wait at most while Temporal or PostgreSQL stay down, in ms; it doubles up to there. */
  readonly maxBackoffMs: number;
}

/** About once a minute while the rest goes well: 20 minutes and more before work is given up. */
const MAX_FAILURES = 20;
const COUNT_EVERY_MS = 60_000;

/**
 * Delivers deferred work by itself, from now on until it is stopped.
 *
 * One instance at a time does. Should two all the same (the connection of the lock broke), delivering twice has no
 * second effect: orders know each `notificationId`, the history its keys, and a row may be removed twice.
 */
export function startDeferredDelivery(
  context: IngestionContext,
  options: DeferredDeliveryOptions,
): BackgroundLoop {
  const { intervalMs, maxBackoffMs, maxFailures = MAX_FAILURES } = options;
  const { backlog, history, logger, temporal } = context;
  const probe = createBacklogProbe(context);
  const countFailures = createFailureCount(context, {
    maxFailures,
    countEveryMs: options.countEveryMs ?? COUNT_EVERY_MS,
  });

  const deliver = async (stop: AbortSignal): Promise<LoopTurn> => {
    if (temporal.isOpen() && !(await probe())) return 'failed';
    const pass = await deliverBacklog(context, stop);
    const { delivered, failed } = pass;
    if (delivered > 0) logger.info({ delivered }, 'deferred messages delivered');
    await countFailures(failed);
    return turnAfter(pass);
  };

  return startBackgroundLoop({
    name: 'delivering deferred messages',
    logger,
    intervalMs,
    maxBackoffMs,
    turn: async (stop) => {
      const waiting = await backlog.look(
        async () => (await history.run(async (db) => await nextDeferred(db, 1))).length > 0,
      );
      if (!waiting) return 'idle';
      const turn = await history.alone(async () => await deliver(stop));
      return turn.ran ? turn.value : 'idle';
    },
  });
}
