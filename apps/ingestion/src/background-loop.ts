import { setTimeout as sleep } from 'node:timers/promises';
import { BackendFailure } from './backend-failure';
import type { IngestionLogger } from './ingestion-logger';

/** What a turn says of when the next one is due: at once, after the interval, or after a growing wait. */
export type LoopTurn = 'again' | 'idle' | 'failed';

/** How a loop turns. */
export interface BackgroundLoopOptions {
  /** For the log: what is done. */
  readonly name: string;
  readonly logger: IngestionLogger;
  /** How long to wait after a turn with nothing left to do, in ms. */
  readonly intervalMs: number;
  /** How long to wait at most after turns that failed, in ms; the wait doubles up to there. */
  readonly maxBackoffMs: number;
  /** One turn; it should end soon once the signal is aborted. */
  readonly turn: (stop: AbortSignal) => Promise<LoopTurn>;
}

/** Work in the background that goes on until it is stopped. */
export interface BackgroundLoop {
  /** Ends the wait for the next turn. */
  wake(): void;
  /** Begins no more turns, and waits for the one under way. */
  stop(): Promise<void>;
}

/** Starts a loop; a turn that throws has failed. */
export function startBackgroundLoop(options: BackgroundLoopOptions): BackgroundLoop {
  const { name, logger, intervalMs, maxBackoffMs } = options;
  const stopping = new AbortController();
  let waiting = new AbortController();
  let woken = false;

  const oneTurn = async (): Promise<LoopTurn> => {
    try {
      return await options.turn(stopping.signal);
    } catch (error) {
      // A failure of Temporal or PostgreSQL is logged where it happens.
      if (!(error instanceof BackendFailure)) logger.error({ err: error }, `${name} failed`);
      return 'failed';
    }
  };
  const pause = async (waitMs: number): Promise<void> => {
    waiting = new AbortController();
    if (woken) waiting.abort();
    const signal = AbortSignal.any([stopping.signal, waiting.signal]);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    woken = false;
  };
  const run = async (): Promise<void> => {
    let waitMs = intervalMs;
    while (!stopping.signal.aborted) {
      const turned = await oneTurn();
      if (turned === 'again') {
        waitMs = intervalMs;
        continue;
      }
      waitMs = turned === 'failed' ? Math.min(waitMs * 2, maxBackoffMs) : intervalMs;
      await pause(waitMs);
    }
  };

  const running = run();
  return {
    wake() {
      woken = true;
      waiting.abort();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
