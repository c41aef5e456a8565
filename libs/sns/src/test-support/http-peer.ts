import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { SigningKeyPair } from '../signing-certificate';

/** A real server on this machine that counts what it is asked for. */
export interface HttpPeer {
  readonly origin: string;
  /** Method and path of each request so far. */
  readonly requests: readonly string[];
  /** How many requests are being answered. */
  answering(): number;
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function httpPeer(answer: RequestListener): Promise<HttpPeer> {
  return await listen((listener) => createServer(listener), 'http', answer);
}

/** Starts a server with TLS, whose certificate nobody vouches for. */
export async function httpsPeer(pair: SigningKeyPair, answer: RequestListener): Promise<HttpPeer> {
  const identity = { key: pair.privateKeyPem, cert: pair.certificatePem };
  return await listen((listener) => createTlsServer(identity, listener), 'https', answer);
}

async function listen(
  create: (listener: RequestListener) => Server,
  scheme: 'http' | 'https',
  answer: RequestListener,
): Promise<HttpPeer> {
  const requests: string[] = [];
  let answered = 0;
  const server = create((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    // Whoever asks may hang up at any time.
    response.on('error', () => undefined);
    response.on('close', () => (answered += 1));
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return {
    origin: `${scheme}://127.0.0.1:${address.port}`,
    requests,
    answering: () => requests.length - answered,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The real `fetch`, but for the address: whatever the host, the request goes to `origin`. */
export function fetchFrom(origin: string): typeof fetch {
  return async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : String(input));
    return await fetch(`${origin}${pathname}${search}`, init);
  };
}
