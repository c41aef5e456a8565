/** One wrong part of a request. */
export interface RequestProblem {
  /** Where: a JSON pointer or the name of a parameter. */
  readonly path: string;
  /** What is expected there, without the value that came. */
  readonly expected: string;
}

/** A problem document as RFC 9457 describes it, with this project's stable `code`. */
export interface ProblemDetails {
  /** `urn:refill:problem:{code}`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly RequestProblem[];
}

/** The media type of problem documents (RFC 9457, section 3). */
export const problemContentType = 'application/problem+json; charset=utf-8';

/** What makes up a problem. */
export interface ProblemOptions {
  /** HTTP status, 400–599. */
  readonly status: number;
  /** Stable code, see docs/errors.md. */
  readonly code: string;
  /** Short, the same for every occurrence. */
  readonly title: string;
  /** What was wrong this time and what to do; shown to the caller. */
  readonly detail?: string;
  readonly errors?: readonly RequestProblem[];
  /** Sent along with the answer, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The error behind it; logged, never sent. */
  readonly cause?: unknown;
}

/** An error that a route throws to answer with a problem document. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly RequestProblem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ProblemOptions) {
    super(`${options.code}: ${options.detail ?? options.title}`, { cause: options.cause });
    this.name = 'ProblemError';
    this.status = options.status;
    this.code = options.code;
    this.title = options.title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** The document that is sent for a problem. */
export function problemDetails(problem: ProblemError): ProblemDetails {
  return {
    type: `urn:refill:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
}
