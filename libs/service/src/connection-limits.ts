import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions } from 'fastify';
import { problemContentType, problemDetails, ProblemError } from './problem-details';
import { bareSecurityHeaders } from './security-headers';

/** What one client may take of the server's time and memory. */
export interface ConnectionLimits {
  /** How long a client may take to send the headers, or to send nothing at all on a new connection, in ms. */
  readonly headersMs: number;
  /** How long a client may take to send the whole request, in ms; SNS gives up after 15 s. */
  readonly requestMs: number;
  /** How long a connection may stay silent while it is answered, in ms: for clients that don't read. */
  readonly silentMs: number;
  /** How long a connection is kept for another request, in ms; longer than load balancers keep theirs (60 s). */
  readonly keepAliveMs: number;
  /** How often the first two limits are checked, in ms. */
  readonly checkEveryMs: number;
  /** Largest headers of one request, in bytes; more than SNS and load balancers send. */
  readonly headerBytes: number;
  /** Connections open at the same time; more are closed at once. */
  readonly connections: number;
}

/** The limits of a service, unless it says otherwise. */
export const defaultConnectionLimits: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  silentMs: 60_000,
  keepAliveMs: 72_000,
  checkEveryMs: 2_000,
  headerBytes: 16_384,
  connections: 2_000,
};

function clientProblem(code: string | undefined): ProblemError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ProblemError({
        status: 408,
        code: 'REQUEST_TIMEOUT',
        title: 'The request took too long to arrive',
      });
    case 'HPE_HEADER_OVERFLOW':
      return new ProblemError({
        status: 431,
        code: 'HEADERS_TOO_LARGE',
        title: 'The headers are too large',
      });
    default:
      return new ProblemError({
        status: 400,
        code: 'REQUEST_INVALID',
        title: 'The request cannot be read',
      });
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what isn't HTTP, or comes too slowly, on the bare connection, and ends it. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const problem = clientProblem(error.code);
  const body = JSON.stringify(problemDetails(problem));
  const headers = {
    'content-type': problemContentType,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...bareSecurityHeaders,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${String(problem.status)} ${reasons[problem.status] ?? ''}\r\n`;
  // Ending alone leaves the connection to a client that never closes its side.
  socket.end(`${status}${head.join('')}\r\n${body}`, () => {
    socket.destroy();
  });
}

/** Fastify's options for the limits; the number of connections is set on the server itself. */
export function connectionOptions(limits: ConnectionLimits) {
  return {
    connectionTimeout: limits.silentMs,
    keepAliveTimeout: limits.keepAliveMs,
    requestTimeout: limits.requestMs,
    http: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      maxHeaderSize: limits.headerBytes,
    },
    clientErrorHandler: answerClientError,
  } satisfies FastifyHttpOptions<Server>;
}
