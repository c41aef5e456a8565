import type { Reader } from './answer-reader';
import type { CheckedOptions } from './client-options';
import { fetchFailure } from './fetch-failure';
import { HistoryApiError } from './history-api-error';
import { HistoryAnswerError, HistoryTimeoutError } from './history-client-error';
import { pause } from './pause';
import { type HttpAnswer, parseJson, problemOf } from './problem-answer';
import { pathOf, type Query, queryOf } from './request-target';
import { retryPauseMs } from './retry-pause';
import { withinTimeLimit } from './time-limit';

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, its retries and its pauses; what it throws then is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A request of the history API. All but POST may be repeated. */
export interface HistoryRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Its path with the names of ids in braces: `/v1/orders/{orderId}`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Sends requests to one history service. */
export interface HistoryConnection {
  /**
   * Sends a request and reads the answer, again after a passing failure if it may be repeated.
   * @throws HistoryClientError of any kind; the signal's reason once it is aborted
   */
  send<T>(request: HistoryRequest, answer: Reader<T>, options?: CallOptions): Promise<T>;
  /** Like `send`, for an answer that says nothing. */
  sendOnly(request: HistoryRequest, options?: CallOptions): Promise<void>;
}

/** Makes the connection of a client; nothing is sent yet. */
export function createConnection(options: CheckedOptions): HistoryConnection {
  const exchange = (request: HistoryRequest, signal: AbortSignal | undefined) =>
    exchangeWithRetries(options, request, signal);
  return {
    send: async (request, answer, { signal } = {}) => {
      const { body } = await exchange(request, signal);
      const json = parseJson(body);
      if (json === undefined) throw new HistoryAnswerError(`${nameOf(request)}: expected JSON`);
      return answer.read(json, nameOf(request));
    },
    sendOnly: async (request, { signal } = {}) => {
      await exchange(request, signal);
    },
  };
}

async function exchangeWithRetries(
  options: CheckedOptions,
  request: HistoryRequest,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const retries = request.method === 'POST' ? 0 : options.retries;
  for (let failures = 1; ; failures += 1) {
    try {
      return await exchangeOnce(options, request, signal);
    } catch (error) {
      signal?.throwIfAborted();
      const pauseMs = failures > retries ? null : retryPauseMs(error, failures, Math.random());
      if (pauseMs === null) throw error;
      await pause(pauseMs, signal);
    }
  }
}

async function exchangeOnce(
  options: CheckedOptions,
  request: HistoryRequest,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const { baseUrl, token, timeoutMs } = options;
  const { method, route, params = {}, query = {}, body: content } = request;
  const url = `${baseUrl}${pathOf(route, params)}${queryOf(query)}`;
  const limit = {
    ms: timeoutMs,
    error: () =>
      new HistoryTimeoutError(`${nameOf(request)}: no answer in ${String(timeoutMs)} ms`),
  };
  const answer = await withinTimeLimit(limit, signal, async (either): Promise<HttpAnswer> => {
    try {
      const response = await options.fetch(url, {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          authorization: `Bearer ${token}`,
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        // A redirect would make a GET of a POST, and send ids to another server.
        redirect: 'manual',
        signal: either,
      });
      const { status, headers } = response;
      return { status, headers, body: await response.text() };
    } catch (error) {
      throw fetchFailure(error, nameOf(request), token);
    }
  });
  if (answer.status >= 200 && answer.status < 300) return answer;
  // Whatever answers there may echo the request.
  const body = answer.body.replaceAll(token, '…');
  throw new HistoryApiError(problemOf({ ...answer, body }, Date.now()), nameOf(request));
}

function nameOf({ method, route }: HistoryRequest): string {
  return `${method} ${route}`;
}
