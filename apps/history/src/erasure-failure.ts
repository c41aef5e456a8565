import { failureWords } from '@refill/service/failure-words';
import { isDatabaseUnavailable } from '@refill/order-history/database-failure';
import { isTemporalUnavailable } from '@refill/temporal/temporal-failure';

/** Why an erasure could not be finished yet; stable codes, see docs/errors.md. */
export type ErasureFailureCode =
  /** Temporal can't be reached, or did not answer in time. */
  | 'ERASURE_WAITS_FOR_TEMPORAL'
  /** PostgreSQL can't be reached now. */
  | 'ERASURE_WAITS_FOR_DATABASE'
  /** Something else went wrong; it is tried again all the same. */
  | 'ERASURE_FAILED';

/**
 * An erasure could not be finished yet. It has no cause: drivers' errors hold values of the rows, which would
 * put into the log what is to be erased.
 */
export class ErasureFailure extends Error {
  override readonly name = 'ErasureFailure';

  /** @param words what kind of failure it is, without data */
  constructor(
    readonly code: ErasureFailureCode,
    readonly words: string,
  ) {
    super(`${code}: ${words}`);
  }
}

/** Makes any error one that may be logged. */
export function erasureFailureOf(error: unknown): ErasureFailure {
  if (error instanceof ErasureFailure) return error;
  if (isTemporalUnavailable(error)) {
    return new ErasureFailure('ERASURE_WAITS_FOR_TEMPORAL', `Temporal ${failureWords(error)}`);
  }
  if (isDatabaseUnavailable(error)) {
    return new ErasureFailure('ERASURE_WAITS_FOR_DATABASE', `PostgreSQL ${failureWords(error)}`);
  }
  return new ErasureFailure('ERASURE_FAILED', `the erasure ${failureWords(error)}`);
}
