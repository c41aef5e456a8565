import { z } from 'zod';
import { errorCode } from './error-code';

/** What came of one HTTP request. */
export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The body's text. */
      readonly body: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'no-answer';
      /** Why, in a few words: `ECONNREFUSED`, `no answer within 15 s`. */
      readonly reason: string;
      readonly durationMs: number;
    };

/** A request whose redirects are not followed: none of Refill's addresses redirects. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/**
 * Makes one HTTP request.
 * @throws the signal's reason when it is aborted; everything else is an answer
 */
export async function requestHttp(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const began = performance.now();
  const timeout = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const body = await response.text();
    return {
      kind: 'answered',
      status: response.status,
      body,
      durationMs: performance.now() - began,
    };
  } catch (error) {
    signal.throwIfAborted();
    const reason = timeout.aborted
      ? `no answer within ${String(request.timeoutMs / 1_000)} s`
      : (errorCode(error) ?? 'the connection failed');
    return { kind: 'no-answer', reason, durationMs: performance.now() - began };
  }
}

const problemSchema = z.object({ code: z.string(), detail: z.string().optional() });

/** Code and explanation of an RFC 9457 answer; `null` when the body is something else. */
export function problemOf(body: string): { code: string; detail: string } | null {
  try {
    const result = problemSchema.safeParse(JSON.parse(body));
    return result.success ? { code: result.data.code, detail: result.data.detail ?? '' } : null;
  } catch {
    return null;
  }
}
