import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestionLogger } from './ingestion-logger';

/** Something that is tried in the background until it is done. */
export interface BackgroundAttempt {
  /** Tries no more; waits for the attempt under way. */
  stop(): Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Tries something in the background until it is done, with growing waits, so that a service starts while
 * what it needs is down.
 * @param name for the log: what is tried
 */
export function untilDone(
  name: string,
  logger: IngestionLogger,
  attempt: () => Promise<void>,
): BackgroundAttempt {
  const stopping = new AbortController();
  const running = (async () => {
    for (let waitMs = FIRST_WAIT_MS; !stopping.signal.aborted; waitMs *= 2) {
      try {
        await attempt();
        logger.info(`${name}: done`);
        return;
      } catch (error) {
        logger.warn({ err: error }, `${name}: failed, will be tried again`);
      }
      await sleep(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
