import { setTimeout as sleep } from 'node:timers/promises';
import { nextUnfinishedErasure } from '@refill/order-history/erasures';
import { untilDone } from '@refill/service/dependency-wait';
import { createErasures, type ErasureBackends } from './carry-out-erasures';
import { eraseAlone } from './erase-alone';
import { type ErasureFailure, erasureFailureOf } from './erasure-failure';

/** When erasures are carried out, and with what. */
export interface ErasureExecutorOptions extends ErasureBackends {
  /** Resolves when there is a schema to work with. */
  readonly prepared: Promise<void>;
  /** How long to wait before looking again for what other instances were asked for or left, in ms. */
  readonly intervalMs: number;
  /** How long to wait at most while Temporal or PostgreSQL are down, in ms; it doubles up to there. */
  readonly maxBackoffMs: number;
}

/** Carrying out erasures in the background. */
export interface ErasureExecutor {
  /** Looks for erasures at once. */
  wake(): void;
  /** Why the erasure under way waits; `null` when none does. */
  failure(): ErasureFailure | null;
  /** Begins nothing more, and waits for what is under way; the next start goes on with it. */
  stop(): Promise<void>;
}

/** The first wait after a failure, in ms. */
const FIRST_BACKOFF_MS = 250;

/**
 * Carries out the erasures that were asked for, of any instance, from now on until it is stopped.
 */
export function startErasureExecutor(options: ErasureExecutorOptions): ErasureExecutor {
  const { db, logger, intervalMs, maxBackoffMs } = options;
  const carryOut = createErasures(options);
  const stopping = new AbortController();
  /** Ends the wait for the next look, or for the next attempt. */
  let waking = new AbortController();
  let failure: ErasureFailure | null = null;

  const eraseWhatIsDue = async (): Promise<void> => {
    try {
      if ((await nextUnfinishedErasure(db)) !== null) {
        await eraseAlone(db, async () => await carryOut(stopping.signal));
      }
      failure = null;
    } catch (error) {
      stopping.signal.throwIfAborted();
      failure = erasureFailureOf(error);
      throw failure;
    }
  };
  const run = async (): Promise<void> => {
    await options.prepared;
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      const signal = AbortSignal.any([stopping.signal, waking.signal]);
      try {
        await untilDone('all that erasing a customer needs', eraseWhatIsDue, {
          logger,
          signal,
          firstPauseMs: Math.min(FIRST_BACKOFF_MS, maxBackoffMs),
          longestPauseMs: maxBackoffMs,
        });
        await sleep(intervalMs, undefined, { signal });
      } catch (error) {
        // Both fail when they are stopped or woken, and only then.
        if (!signal.aborted) throw error;
      }
    }
  };

  const running = run();
  return {
    wake() {
      waking.abort();
    },
    failure: () => failure,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
