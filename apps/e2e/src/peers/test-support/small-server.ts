import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request with all of its body. */
export interface WholeRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a request is answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** An HTTP server of a test's own. */
export interface SmallServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts an HTTP server on a free port of 127.0.0.1; what `answer` throws becomes a 500. */
export async function startSmallServer(
  answer: (request: WholeRequest) => Promise<Answer>,
): Promise<SmallServer> {
  const server = createServer((request, response) => {
    const answered = text(request).then((body) =>
      answer({
        method: request.method ?? '',
        url: request.url ?? '/',
        headers: request.headers,
        body,
      }),
    );
    answered.then(
      ({ status, contentType, body }) =>
        response.writeHead(status, { 'content-type': contentType }).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
