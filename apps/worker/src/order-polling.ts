import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { TemporalConnection } from '@refill/temporal/connection';
import { readTemporalConfig } from '@refill/temporal/temporal-config';
import { createOrderWorker, type OrderWorkerOptions } from './order-worker';
import { registerSearchAttributes } from './register-search-attributes';
import type { StartProgress } from './start-progress';

/** What polling needs. */
export interface OrderPollingOptions {
  readonly temporal: TemporalConnection;
  readonly worker: Omit<OrderWorkerOptions, 'connection' | 'namespace'>;
  readonly progress: StartProgress;
  /** Ends it: work begun is finished, no more is taken. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
  /** Told each time the worker begins to take work. */
  readonly onPolling: () => void;
}

/** The worker of the order queue, through all outages of Temporal. */
export interface OrderPolling {
  /** Whether it takes work now. */
  polls(): boolean;
  /**
   * Polls until it is stopped; waits for Temporal as long as it takes.
   * @throws what is not mended by waiting, such as a broken workflow bundle
   */
  run(): Promise<void>;
}

/** Makes the worker of the order queue; a connection that Temporal ends is made anew. */
export function createOrderPolling(options: OrderPollingOptions): OrderPolling {
  const { temporal, progress, stopping, logger } = options;
  const { namespace } = temporal;
  let worker: Worker | null = null;

  /** @returns whether Temporal has ended it, so that it has to be made anew */
  const runOnce = async (): Promise<boolean> => {
    await progress.wait('Temporal, to register the search attributes', () =>
      registerSearchAttributes(temporal, logger),
    );
    const connection = await progress.wait('Temporal, to connect the worker', () =>
      NativeConnection.connect(readTemporalConfig().connectionOptions),
    );
    try {
      const created = await createOrderWorker({ ...options.worker, connection, namespace });
      worker = created;
      const shutDown = (): void => {
        if (created.getState() === 'RUNNING') created.shutdown();
      };
      stopping.addEventListener('abort', shutDown);
      try {
        if (!stopping.aborted) {
          const ended = created.run();
          options.onPolling();
          await ended;
        }
      } finally {
        stopping.removeEventListener('abort', shutDown);
      }
      return false;
    } catch (error) {
      if (!isTransportError(error) || stopping.aborted) throw error;
      logger.error({ err: error }, 'Temporal ended the worker: it is started again');
      return true;
    } finally {
      await connection.close().catch((error: unknown) => {
        logger.warn({ err: error }, 'the connection to Temporal could not be closed');
      });
    }
  };

  return {
    polls: () => worker?.getState() === 'RUNNING',
    run: async () => {
      let again = true;
      while (again && !stopping.aborted) again = await runOnce();
    },
  };
}

/** By its name, since the SDK keeps the class to itself. */
function isTransportError(error: unknown): boolean {
  return error instanceof Error && error.name === 'TransportError';
}
