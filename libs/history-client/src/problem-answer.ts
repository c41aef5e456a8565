import { isRecord, listOf, objectOf, text } from './answer-reader';
import type { Problem, RequestProblem } from './history-api-error';
import { retryAfterMs } from './retry-after';

/** An HTTP answer that was read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const problems = listOf(objectOf<RequestProblem>({ path: text, expected: text }));

/**
 * Reads why a request was refused; a proxy's answer is a problem too, though nobody wrote a document.
 * @param now ms since 1970, for a `Retry-After` that is a date
 */
export function problemOf({ status, headers, body }: HttpAnswer, now: number): Problem {
  const document = parseJson(body);
  const wait = retryAfterMs(headers.get('retry-after'), now);
  if (!isRecord(document) || typeof document['code'] !== 'string') {
    return {
      code: 'HISTORY_CLIENT_HTTP',
      status,
      type: 'about:blank',
      title: `HTTP status ${String(status)} without a problem document`,
      detail: isRedirect(status) ? 'The server redirects: give its real address as baseUrl.' : null,
      instance: null,
      errors: [],
      retryAfterMs: wait,
    };
  }
  return {
    code: document['code'],
    status,
    type: textIn(document, 'type') ?? 'about:blank',
    title: textIn(document, 'title') ?? `HTTP status ${String(status)}`,
    detail: textIn(document, 'detail'),
    instance: textIn(document, 'instance'),
    errors: errorsIn(document),
    retryAfterMs: wait,
  };
}

/** Parses JSON; `undefined` when it is none. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isRedirect(status: number): boolean {
  // 0 is what a browser tells of a redirect that it was asked not to follow.
  return status === 0 || (status >= 300 && status < 400);
}

function textIn(document: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = document[name];
  return typeof value === 'string' ? value : null;
}

function errorsIn(document: Readonly<Record<string, unknown>>): readonly RequestProblem[] {
  // What only explains an error must not hide it, whatever it looks like.
  try {
    return problems.read(document['errors'], 'errors');
  } catch {
    return [];
  }
}
