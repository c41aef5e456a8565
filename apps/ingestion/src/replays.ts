import {
  claimReplayItems,
  releaseReplayItem,
  type ReplayItem,
  settleReplayItem,
} from '@refill/order-history/quarantine-replays';
import { type BackgroundLoop, type LoopTurn, startBackgroundLoop } from './background-loop';
import { replayItem, type ReplayResult } from './replay-item';
import type { SnsContext } from './verify-and-take';

/** When replays that were asked for are looked for. */
export interface ReplaysOptions {
  /** How long to wait after a look, in ms. */
  readonly intervalMs: number;
  /** How long to wait at most while Temporal or PostgreSQL are down, in ms; it doubles up to there. */
  readonly maxBackoffMs: number;
  /** How long a claimed message is this instance's alone, in ms; after a kill it is replayed again that late. */
  readonly leaseMs: number;
}

/** Few, since all of them have to be done within the lease; one after another, so that an order's stay in order. */
const CLAIMED_AT_ONCE = 4;

/**
 * Carries out the replays that the history service was asked for, from now on until it is stopped.
 *
 * A message may be replayed twice when an instance is killed between taking and settling it; that has no second
 * effect, as for any redelivery.
 * @param context with a verifier that takes any age, and judges certificates at the message's time
 */
export function startReplays(context: SnsContext, options: ReplaysOptions): BackgroundLoop {
  const { history, logger } = context;
  return startBackgroundLoop({
    name: 'replaying quarantined messages',
    logger,
    intervalMs: options.intervalMs,
    maxBackoffMs: options.maxBackoffMs,
    turn: async (stop) => {
      const items = await history.run(
        async (db) => await claimReplayItems(db, CLAIMED_AT_ONCE, options.leaseMs),
      );
      return items.length === 0 ? 'idle' : await replayAll(context, items, stop);
    },
  });
}

async function replayAll(
  context: SnsContext,
  items: readonly ReplayItem[],
  stop: AbortSignal,
): Promise<LoopTurn> {
  let goesOn = true;
  for (const item of items) {
    goesOn &&= !stop.aborted && (await replayOne(context, item));
    if (!goesOn) await context.history.run(async (db) => await releaseReplayItem(db, item));
  }
  return goesOn ? 'again' : 'failed';
}

/** @returns whether it is settled */
async function replayOne(context: SnsContext, item: ReplayItem): Promise<boolean> {
  const { history, logger, metrics } = context;
  const { replayId, quarantineId } = item;
  const result = await replayOrFail(context, item);
  if (result.kind === 'not-now') {
    logger.warn({ replayId, quarantineId, code: result.code }, 'replay has to wait');
    return false;
  }
  const { outcome, code } = result;
  const settled = await history.run(
    async (db) => await settleReplayItem(db, { replayId, quarantineId, outcome, code }),
  );
  if (settled === 'known') return true;
  metrics.replays.inc({ outcome });
  logger.info({ replayId, quarantineId, outcome, code }, 'quarantined message replayed');
  return true;
}

async function replayOrFail(context: SnsContext, item: ReplayItem): Promise<ReplayResult> {
  try {
    return await replayItem(context, item);
  } catch (error) {
    context.logger.error({ err: error, quarantineId: item.quarantineId }, 'a replay failed');
    return { kind: 'settled', outcome: 'failed', code: 'INTERNAL_ERROR' };
  }
}
