import { isGrpcServiceError, type Client } from '@temporalio/client';
import { isTemporalUnavailable } from '@refill/temporal/temporal-failure';
import { BackendFailure, causeName } from './backend-failure';
import type { ConcurrencyLimit } from './concurrency-limit';
import type { IngestionLogger } from './ingestion-logger';
import { within } from './within';

/** Temporal within a deadline and a limit on concurrency: every failure is a `BackendFailure`. */
export interface GuardedTemporal {
  /** @throws BackendFailure `TEMPORAL_UNAVAILABLE`, `TEMPORAL_REJECTED` or `INGESTION_BUSY` */
  run<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

/** How long gRPC's own deadline may be late before we stop waiting for it, in ms. */
const DEADLINE_SLACK_MS = 200;

/**
 * Guards a Temporal client.
 * @param options.timeoutMs for one piece of work including the SDK's own retries, in ms
 */
export function guardTemporal(
  client: Client,
  options: {
    readonly limit: ConcurrencyLimit;
    readonly timeoutMs: number;
    readonly logger: IngestionLogger;
  },
): GuardedTemporal {
  return {
    async run(work) {
      return await options.limit.run(async () => {
        try {
          return await within(
            options.timeoutMs + DEADLINE_SLACK_MS,
            client.withDeadline(Date.now() + options.timeoutMs, async () => await work(client)),
            () => new BackendFailure('TEMPORAL_UNAVAILABLE'),
          );
        } catch (error) {
          const failure = temporalFailureOf(error);
          options.logger.warn({ code: failure.code, cause: causeName(failure) }, 'Temporal failed');
          throw failure;
        }
      });
    },
  };
}

function temporalFailureOf(error: unknown): BackendFailure {
  if (error instanceof BackendFailure) return error;
  if (isTemporalUnavailable(error) || lacksSearchAttribute(error)) {
    return new BackendFailure('TEMPORAL_UNAVAILABLE', error);
  }
  return new BackendFailure('TEMPORAL_REJECTED', error);
}

/**
 * Whether the namespace lacks a search attribute of ours: Temporal calls the request invalid, but it is the
 * namespace that is not ready. Source: temporalio/temporal, `common/searchattribute/validator.go`.
 */
function lacksSearchAttribute(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause) && /search attribute/i.test(cause.details)) return true;
  }
  return false;
}
