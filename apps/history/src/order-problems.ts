import { ProblemError } from '@refill/service/problem-details';

/** 404 `HISTORY_ORDER_NOT_FOUND`. */
export function orderNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_ORDER_NOT_FOUND',
    title: 'The history does not hold this order',
  });
}

/** 409 `HISTORY_ORDER_CLOSED`. */
export function orderClosed(): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_ORDER_CLOSED',
    title: 'This order has ended already',
  });
}

/** 404 `HISTORY_ACTION_NOT_FOUND`. */
export function actionNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_ACTION_NOT_FOUND',
    title: 'There is no such action of an operator',
  });
}

/**
 * 409 `HISTORY_EMAIL_NOT_DUE`.
 * @param detail why not, in one sentence
 */
export function emailNotDue(detail: string): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_EMAIL_NOT_DUE',
    title: 'This mail would not say what is true of the order now',
    detail,
  });
}

/** 409 `HISTORY_WORKFLOW_GONE`. */
export function workflowGone(): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_WORKFLOW_GONE',
    title: 'Temporal does not hold the workflow of this order any more',
    detail: 'It is kept for the retention time of its namespace; PostgreSQL is all that is left.',
  });
}

/** 409 `HISTORY_WORKFLOW_UNREADABLE`. */
export function workflowUnreadable(cause: unknown): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_WORKFLOW_UNREADABLE',
    title: "The history of this order's workflow cannot be read",
    detail:
      'Look at the log: a key is missing in TEMPORAL_ENCRYPTION_KEYS, or the workflow is none of ours.',
    cause,
  });
}

/** 409 `HISTORY_ORDER_CHANGING`. */
export function orderChanging(): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_ORDER_CHANGING',
    title: 'The order changes while it is compared',
    detail: 'Nothing was written. Try again in some seconds.',
  });
}

/** The outcome of an action that Temporal could not be told of. */
export const TEMPORAL_UNAVAILABLE = 'HISTORY_TEMPORAL_UNAVAILABLE';

/** 503 `HISTORY_TEMPORAL_UNAVAILABLE`. */
export function temporalUnavailable(cause: unknown): ProblemError {
  return new ProblemError({
    status: 503,
    code: TEMPORAL_UNAVAILABLE,
    title: 'Temporal cannot be reached now',
    detail: 'Try again in some seconds.',
    headers: { 'retry-after': '5' },
    cause,
  });
}
