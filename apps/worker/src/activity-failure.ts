import { ApplicationFailure } from '@temporalio/common';

/**
 * A failure that Temporal retries and shows: it carries a stable code and nothing that a database or a mail
 * server said, for that may hold a customer's address.
 * @param code becomes the failure's type: `HISTORY_UNAVAILABLE`, `EMAIL_UNAVAILABLE`
 * @param detail free of personal data
 * @param retryAfterMs when it is tried again, in ms; by default the activity's retry policy says
 */
export function retryableFailure(
  code: string,
  detail: string,
  retryAfterMs?: number,
): ApplicationFailure {
  return ApplicationFailure.create({
    message: `${code}: ${detail}`,
    type: code,
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
  });
}

/** What a workflow tells of a mail can't be written yet: a try of which it learned nothing may be sending that mail now. */
export function mailUnderWay(): ApplicationFailure {
  return retryableFailure('EMAIL_UNAVAILABLE', 'a mail that is told to be skipped is on its way');
}

/**
 * Runs what talks to PostgreSQL; its failure becomes `HISTORY_UNAVAILABLE` with the SQLSTATE only.
 * @throws ApplicationFailure retryable
 */
export async function asHistoryCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw retryableFailure('HISTORY_UNAVAILABLE', `PostgreSQL answered ${errorCode(error)}`);
  }
}

/** The stable code of what an activity failed with: `EMAIL_UNAVAILABLE`; the error's class where it has none. */
export function failureCode(error: unknown): string {
  return error instanceof ApplicationFailure && error.type != null ? error.type : errorCode(error);
}

/** The code of an error, such as an SQLSTATE or `ECONNREFUSED`; its class where it has none. */
function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : typeof error;
}
