import { untilDone, type WaitLogger } from '@refill/service/dependency-wait';

/** How far a start has come, for the log and for `/readyz`. */
export interface StartProgress {
  /** What the start waits for now, `null` when it waits for nothing. */
  waitingFor(): string | null;
  /**
   * Tries something until it is done; tells meanwhile what it waits for.
   * @param what the object of "waiting for", without addresses and passwords
   * @throws the reason of the signal when it is aborted, also in the middle of an attempt that does not heed it
   */
  wait<T>(what: string, attempt: () => Promise<T>): Promise<T>;
}

/**
 * Keeps track of what a start waits for.
 * @param signal ends the waiting
 */
export function createStartProgress(logger: WaitLogger, signal: AbortSignal): StartProgress {
  let current: string | null = null;
  return {
    waitingFor: () => current,
    wait: async (what, attempt) => {
      current = what;
      const result = await untilDone(what, () => unlessAborted(attempt(), signal), {
        logger,
        signal,
      });
      current = null;
      return result;
    },
  };
}

/** Waits for a promise no longer than until the signal is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abandon: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abandon = () => {
      reject(new Error('given up'));
    };
  });
  signal.addEventListener('abort', abandon);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}
