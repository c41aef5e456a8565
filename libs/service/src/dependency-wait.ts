import { setTimeout as sleep } from 'node:timers/promises';

/** The part of a logger that waiting needs; pino's fits. */
export interface WaitLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** How to wait for something a service needs. */
export interface WaitOptions {
  readonly logger: WaitLogger;
  /** Ends the waiting; the attempt under way is let finish, unless it heeds the signal itself. */
  readonly signal?: AbortSignal;
  /** The wait after the first failure, in ms; it doubles with every other one. 250 by default. */
  readonly firstPauseMs?: number;
  /** The longest wait between two attempts, in ms; 5,000 by default. */
  readonly longestPauseMs?: number;
  /** How long an attempt may go without an answer before a line says so, in ms; 5,000 by default. */
  readonly noticeAfterMs?: number;
}

/**
 * Tries something until it is done, with growing waits, so that services come up in any order.
 *
 * Every failure is logged as `waiting for {what}` with the error and the wait before the next attempt; so is an
 * attempt that goes on for long. Once something that failed is done, the log says that too.
 * @param what the object of "waiting for", for example `PostgreSQL to migrate it`; no addresses, no passwords
 * @param attempt one attempt; it should have a time limit of its own, and may end early on the signal
 * @returns what the attempt that was done returned
 * @throws the signal's reason when it is aborted before an attempt was done
 */
export async function untilDone<T>(
  what: string,
  attempt: (signal: AbortSignal) => Promise<T>,
  options: WaitOptions,
): Promise<T> {
  const { logger, firstPauseMs = 250, longestPauseMs = 5_000, noticeAfterMs = 5_000 } = options;
  const signal = options.signal ?? new AbortController().signal;
  const began = performance.now();
  const waitedMs = (): number => Math.round(performance.now() - began);

  for (let attempts = 1, pauseMs = firstPauseMs; ; attempts += 1) {
    signal.throwIfAborted();
    const notice = setInterval(() => {
      logger.warn({ waitedMs: waitedMs(), attempts }, `waiting for ${what}: no answer yet`);
    }, noticeAfterMs);
    try {
      const result = await attempt(signal);
      if (attempts > 1) {
        logger.info({ waitedMs: waitedMs(), attempts }, `waited for ${what}: done`);
      }
      return result;
    } catch (err) {
      signal.throwIfAborted();
      logger.warn({ err, attempts, retryInMs: pauseMs }, `waiting for ${what}`);
    } finally {
      clearInterval(notice);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}
