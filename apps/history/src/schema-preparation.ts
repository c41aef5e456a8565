import type { Logger } from 'pino';
import { prepareDatabase } from '@refill/order-history/prepare-database';
import { untilDone } from '@refill/service/dependency-wait';
import { errorCode } from '@refill/service/error-code';
import type { ReadinessCheck } from '@refill/service/readiness';

/** Bringing the database's schema up to date in the background. */
export interface SchemaPreparation {
  /** Whether it is done. */
  isReady(): boolean;
  /** For `/readyz`. */
  check(): ReadinessCheck;
  /** Resolves when it is done, or stopped. */
  readonly ended: Promise<void>;
  /** Tries no more. An attempt under way is left alone: PostgreSQL rolls back what is cut off. */
  stop(): void;
}

/** Which database is prepared, and by whom. */
export interface SchemaPreparationOptions {
  readonly databaseUrl: string;
  /** `off` waits until somebody else did it. */
  readonly migrate: 'auto' | 'off';
}

/** Tries to bring the schema up to date until it is, so that a service starts while PostgreSQL is down. */
export function startSchemaPreparation(
  options: SchemaPreparationOptions,
  logger: Logger,
): SchemaPreparation {
  const waitsFor =
    options.migrate === 'auto' ? 'PostgreSQL to migrate it' : 'PostgreSQL and its schema';
  const stopping = new AbortController();
  const stopped = new Promise<readonly string[]>((resolve) => {
    stopping.signal.addEventListener('abort', () => {
      resolve([]);
    });
  });
  let ready = false;
  let failure: string | number | undefined;
  const ended = untilDone(
    waitsFor,
    async () => {
      try {
        return await Promise.race([prepareDatabase(options.databaseUrl, options.migrate), stopped]);
      } catch (error) {
        failure = errorCode(error);
        throw error;
      }
    },
    { logger, signal: stopping.signal },
  ).then(
    (applied) => {
      ready = !stopping.signal.aborted;
      if (applied.length > 0) logger.info({ applied }, 'the database was migrated');
    },
    // It fails when it is stopped, and only then.
    () => undefined,
  );
  return {
    isReady: () => ready,
    check: () => {
      if (ready) return { ok: true, detail: null };
      const why = failure === undefined ? '' : ` (${String(failure)})`;
      return { ok: false, detail: `waiting for ${waitsFor}${why}` };
    },
    ended,
    stop: () => {
      stopping.abort();
    },
  };
}
