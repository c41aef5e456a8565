import { HistoryClientError } from './history-client-error';

/** One wrong part of a request, as the server tells it. */
export interface RequestProblem {
  /** Where: a JSON pointer or the name of a parameter. */
  readonly path: string;
  /** What is expected there. */
  readonly expected: string;
}

/** What a problem document of RFC 9457 says, with Refill's `code`. */
export interface Problem {
  readonly code: string;
  /** The status of the HTTP answer. */
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string | null;
  readonly instance: string | null;
  readonly errors: readonly RequestProblem[];
  /** The answer's `Retry-After`, in ms from when it came; `null` without one. */
  readonly retryAfterMs: number | null;
}

/**
 * The server refused a request. `code` is one of the server's docs/errors.md; `HISTORY_CLIENT_HTTP` when the answer
 * is no problem document, as from a proxy in between.
 */
export class HistoryApiError extends HistoryClientError implements Problem {
  override readonly name = 'HistoryApiError';
  /** The status of the HTTP answer. */
  readonly status: number;
  readonly type: string;
  readonly title: string;
  /** What was wrong this time and what to do. */
  readonly detail: string | null;
  readonly instance: string | null;
  /** The wrong parts of the request; empty unless it is `REQUEST_INVALID`. */
  readonly errors: readonly RequestProblem[];
  /** When to try again, in ms from when the answer came; `null` where the server did not say. */
  readonly retryAfterMs: number | null;
  /** The method and the pattern of the path, without any id: `GET /v1/orders/{orderId}`. */
  readonly request: string;

  constructor(problem: Problem, request: string) {
    const words = problem.detail ?? problem.title;
    super(problem.code, `${words} (${request}: ${String(problem.status)})`);
    this.status = problem.status;
    this.type = problem.type;
    this.title = problem.title;
    this.detail = problem.detail;
    this.instance = problem.instance;
    this.errors = problem.errors;
    this.retryAfterMs = problem.retryAfterMs;
    this.request = request;
  }
}
