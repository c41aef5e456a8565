import { isDatabaseUnavailable } from '@refill/order-history/database-failure';
import { failureWords } from '@refill/service/failure-words';
import { ProblemError } from '@refill/service/problem-details';
import { TEMPORAL_UNAVAILABLE } from './order-problems';

/** Why operators' actions wait; stable codes, see docs/errors.md. */
export type ActionFailureCode =
  /** Temporal can't be reached, or did not answer in time. */
  | 'ACTIONS_WAIT_FOR_TEMPORAL'
  /** PostgreSQL can't be reached now. */
  | 'ACTIONS_WAIT_FOR_DATABASE'
  /** Something else went wrong; it is tried again all the same. */
  | 'ACTIONS_FAILED';

/** Operators' actions could not be gone through. It has no cause: drivers' errors hold values of the rows. */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';

  /** @param words what kind of failure it is, without data */
  constructor(
    readonly code: ActionFailureCode,
    readonly words: string,
  ) {
    super(`${code}: ${words}`);
  }
}

/** Makes any error one that may be logged. */
export function actionFailureOf(error: unknown): ActionFailure {
  if (error instanceof ActionFailure) return error;
  if (error instanceof ProblemError && error.code === TEMPORAL_UNAVAILABLE) {
    return new ActionFailure('ACTIONS_WAIT_FOR_TEMPORAL', `Temporal ${failureWords(error.cause)}`);
  }
  if (isDatabaseUnavailable(error)) {
    return new ActionFailure('ACTIONS_WAIT_FOR_DATABASE', `PostgreSQL ${failureWords(error)}`);
  }
  const words = error instanceof ProblemError ? error.code : failureWords(error);
  return new ActionFailure('ACTIONS_FAILED', words);
}
