import type { FastifyError } from 'fastify';
import { ProblemError, type RequestProblem } from './problem-details';

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function validationProblems(error: FastifyError): readonly RequestProblem[] {
  return (error.validation ?? []).map((problem) => ({
    path: `${error.validationContext ?? 'request'}${problem.instancePath}`,
    expected: problem.message ?? problem.keyword,
  }));
}

/** Turns what a request ran into, be it thrown by a route or by Fastify, into the problem to answer with. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isFastifyError(error)) {
    if (error.validation !== undefined) {
      return new ProblemError({
        status: 400,
        code: 'REQUEST_INVALID',
        title: 'The request does not fit its schema',
        errors: validationProblems(error),
      });
    }
    switch (error.code) {
      case 'FST_ERR_CTP_BODY_TOO_LARGE':
        return new ProblemError({
          status: 413,
          code: 'BODY_TOO_LARGE',
          title: 'The body is too large',
        });
      case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
        return new ProblemError({
          status: 415,
          code: 'MEDIA_TYPE_UNSUPPORTED',
          title: 'The media type is not supported here',
        });
      case 'FST_ERR_CTP_INVALID_JSON_BODY':
      case 'FST_ERR_CTP_EMPTY_JSON_BODY':
        return new ProblemError({
          status: 400,
          code: 'BODY_NOT_JSON',
          title: 'The body is not valid JSON',
        });
      default:
    }
    const status = error.statusCode;
    if (status !== undefined && status >= 400 && status < 500) {
      return new ProblemError({
        status,
        code: 'REQUEST_INVALID',
        title: 'The request cannot be read',
        cause: error,
      });
    }
  }
  return new ProblemError({
    status: 500,
    code: 'INTERNAL_ERROR',
    title: 'Something went wrong here',
    detail: 'The error is in the log of the service.',
    cause: error,
  });
}
