import { BackendFailure } from './backend-failure';

/** How much may happen at once. */
export interface ConcurrencyLimitOptions {
  /** How many pieces of work run at once. */
  readonly maxRunning: number;
  /** How many may wait for their turn; one more is refused at once. */
  readonly maxWaiting: number;
  /** How long one waits for its turn, in ms. */
  readonly maxWaitMs: number;
}

/** Runs work, at most so many pieces at once. */
export interface ConcurrencyLimit {
  /** @throws BackendFailure `INGESTION_BUSY` when its turn does not come in time; the work's own errors */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Creates a limit on concurrent work; those who wait get their turn in order of arrival.
 * Too much ingest concurrency starves Temporal's workers, see the design's "Cost of an order".
 */
export function createConcurrencyLimit(options: ConcurrencyLimitOptions): ConcurrencyLimit {
  let running = 0;
  const waiting = new Set<() => void>();

  const turn = async (): Promise<void> => {
    if (running < options.maxRunning) {
      running += 1;
      return;
    }
    if (waiting.size >= options.maxWaiting) throw new BackendFailure('INGESTION_BUSY');
    await new Promise<void>((resolve, reject) => {
      const start = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(start);
        reject(new BackendFailure('INGESTION_BUSY'));
      }, options.maxWaitMs);
      waiting.add(start);
    });
  };

  // The turn is handed over, not given back: `running` stays as it is while somebody waits.
  const done = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    async run(work) {
      await turn();
      try {
        return await work();
      } finally {
        done();
      }
    },
  };
}
