import { setTimeout as sleep } from 'node:timers/promises';
import { untilDone } from '@refill/service/dependency-wait';
import { createWaitingActionsRound, type WaitingActionsBackends } from './waiting-actions';

/** When operators' actions that wait are looked for, and with what. */
export interface ActionSweepOptions extends WaitingActionsBackends {
  /** Resolves when there is a schema to work with. */
  readonly prepared: Promise<void>;
  /** How long to wait before looking again, in ms. */
  readonly intervalMs: number;
  /** How long an action has to wait before Temporal is told again, in ms. */
  readonly waitingForMs: number;
}

/** Carrying out what others were asked for and left. */
export interface ActionSweep {
  /** Begins nothing more, and waits for what is under way; the next start goes on with it. */
  stop(): Promise<void>;
}

/** The longest wait between two looks while Temporal or PostgreSQL is down, in ms. */
const MAX_BACKOFF_MS = 30_000;

/**
 * Looks at the start and again and again for operators' actions that were written down but of which Temporal may not have
 * been told, and tells it; until it is stopped.
 */
export function startActionSweep(options: ActionSweepOptions): ActionSweep {
  const { logger, intervalMs } = options;
  const round = createWaitingActionsRound(options, options.waitingForMs);
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    await options.prepared;
    while (!signal.aborted) {
      try {
        await untilDone("all that operators' actions need", round, {
          logger,
          signal,
          longestPauseMs: MAX_BACKOFF_MS,
        });
        await sleep(intervalMs, undefined, { signal });
      } catch (error) {
        // Both fail when they are stopped, and only then.
        if (!signal.aborted) throw error;
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
