import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type HistoryClient, createHistoryClient } from '../history-client';
import type { HistoryClientOptions } from '../client-options';

/** An answer of the scripted server; `hang`: it never comes, `cut`: its connection breaks in the middle of the body. */
export type ScriptedAnswer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'hang'
  | 'cut';

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** ms of `performance.now()`. */
  readonly at: number;
}

/** A server that answers with a script, the last answer again and again. */
export interface ScriptedServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Sets what is answered from now on, and forgets what was seen. */
  answer(...answers: readonly ScriptedAnswer[]): void;
  client(options?: Partial<HistoryClientOptions>): HistoryClient;
  stop(): Promise<void>;
}

export const TOKEN = 'secret-token-4711';

/** Starts a scripted server on a free port. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  let script: readonly ScriptedAnswer[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = script[Math.min(seen.length, script.length - 1)] ?? {};
      seen.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        at: performance.now(),
      });
      if (answer === 'hang') return;
      if (answer === 'cut') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"half":', () => response.destroy());
        return;
      }
      const { status = 200, headers = {}, body } = answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not on TCP');
  const url = `http://127.0.0.1:${String(address.port)}`;
  return {
    url,
    seen,
    answer: (...answers) => {
      script = answers;
      seen.length = 0;
    },
    client: (options) => createHistoryClient({ baseUrl: url, token: TOKEN, ...options }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A problem document as the history service writes it. */
export function problem(
  status: number,
  code: string,
  more: { readonly headers?: Record<string, string>; readonly document?: object } = {},
): ScriptedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...more.headers },
    body: { type: `urn:refill:problem:${code}`, title: 'A title', status, code, ...more.document },
  };
}

/** What a call throws. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error,
  );
}
