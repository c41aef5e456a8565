import type { Open } from './open-union';

/** The codes of this client's own errors; those of the server are in its docs/errors.md. */
export const HISTORY_CLIENT_ERROR_CODES = [
  'HISTORY_CLIENT_OPTIONS_INVALID',
  'HISTORY_CLIENT_ARGUMENT_INVALID',
  'HISTORY_CLIENT_NETWORK',
  'HISTORY_CLIENT_TIMEOUT',
  'HISTORY_CLIENT_HTTP',
  'HISTORY_CLIENT_ANSWER_UNEXPECTED',
  'HISTORY_CLIENT_WAIT_TIMEOUT',
  'HISTORY_CLIENT_WAIT_ENDED',
] as const;

/** A code of this client's own. */
export type HistoryClientErrorCode = (typeof HISTORY_CLIENT_ERROR_CODES)[number];

/** Any error of this client; `code` is stable. No message holds the token or what was sent. */
export class HistoryClientError extends Error {
  override readonly name: string = 'HistoryClientError';
  /** One of this client's own, or the server's in a `HistoryApiError`. */
  readonly code: Open<HistoryClientErrorCode>;

  constructor(code: Open<HistoryClientErrorCode>, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}

/** `HISTORY_CLIENT_OPTIONS_INVALID`, `HISTORY_CLIENT_ARGUMENT_INVALID`: a mistake of the caller; nothing was sent. */
export class HistoryArgumentError extends HistoryClientError {
  override readonly name = 'HistoryArgumentError';

  constructor(message: string, what: 'OPTIONS' | 'ARGUMENT' = 'ARGUMENT') {
    super(`HISTORY_CLIENT_${what}_INVALID`, message);
  }
}

/** `HISTORY_CLIENT_NETWORK`: there was no answer, or its end did not come. */
export class HistoryNetworkError extends HistoryClientError {
  override readonly name = 'HistoryNetworkError';

  constructor(message: string, options?: ErrorOptions) {
    super('HISTORY_CLIENT_NETWORK', message, options);
  }
}

/** `HISTORY_CLIENT_TIMEOUT`: the answer was not there after `timeoutMs`. */
export class HistoryTimeoutError extends HistoryClientError {
  override readonly name = 'HistoryTimeoutError';

  constructor(message: string) {
    super('HISTORY_CLIENT_TIMEOUT', message);
  }
}

/** `HISTORY_CLIENT_ANSWER_UNEXPECTED`: the answer is not what a history service gives. */
export class HistoryAnswerError extends HistoryClientError {
  override readonly name = 'HistoryAnswerError';

  constructor(message: string) {
    super('HISTORY_CLIENT_ANSWER_UNEXPECTED', message);
  }
}
