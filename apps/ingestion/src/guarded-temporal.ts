import { isGrpcServiceError, type Client } from '@temporalio/client';
import { isTemporalUnavailable } from '@refill/temporal/temporal-failure';
import { BackendFailure, causeName } from './backend-failure';
import type { CallResult, Circuit } from './circuit';
import type { ConcurrencyLimit } from './concurrency-limit';
import type { IngestionLogger } from './ingestion-logger';
import { within } from './within';

/** Temporal within a deadline, a limit on concurrency and a circuit breaker: every failure is a `BackendFailure`. */
export interface GuardedTemporal extends Pick<Circuit, 'isOpen' | 'refuses' | 'answers'> {
  /** @throws BackendFailure `TEMPORAL_UNAVAILABLE`, `TEMPORAL_REJECTED` or `INGESTION_BUSY` */
  run<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

/** What guards a client. */
export interface TemporalGuards {
  readonly limit: ConcurrencyLimit;
  readonly circuit: Circuit;
  /** For one piece of work including the SDK's own retries, in ms. */
  readonly timeoutMs: number;
  readonly logger: IngestionLogger;
}

/** How long gRPC's own deadline may be late before we stop waiting for it, in ms. */
const DEADLINE_SLACK_MS = 200;

/** Guards a Temporal client. */
export function guardTemporal(client: Client, guards: TemporalGuards): GuardedTemporal {
  const { limit, circuit, timeoutMs, logger } = guards;
  const call = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    try {
      return await within(
        timeoutMs + DEADLINE_SLACK_MS,
        client.withDeadline(Date.now() + timeoutMs, async () => await work(client)),
        () => new BackendFailure('TEMPORAL_UNAVAILABLE'),
      );
    } catch (error) {
      const failure = temporalFailureOf(error);
      logger.warn({ code: failure.code, cause: causeName(failure) }, 'Temporal failed');
      throw failure;
    }
  };
  return {
    isOpen: () => circuit.isOpen(),
    refuses: () => circuit.refuses(),
    answers: () => circuit.answers(),
    async run(work) {
      const pass = circuit.enter();
      let ended: CallResult = 'not-tried';
      try {
        return await limit.run(async () => {
          pass.confirm();
          try {
            const result = await call(work);
            ended = 'answered';
            return result;
          } catch (error) {
            ended = isAnswer(error) ? 'answered' : 'unavailable';
            throw error;
          }
        });
      } finally {
        pass.end(ended);
      }
    },
  };
}

function isAnswer(error: unknown): boolean {
  return error instanceof BackendFailure && error.code === 'TEMPORAL_REJECTED';
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
