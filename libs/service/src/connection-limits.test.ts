import * as net from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ConnectionLimits } from './connection-limits';
import { createHttpServer } from './http-server';
import { createLogger } from './logger';
import { createMetrics } from './metrics';

let app: FastifyInstance;
let sockets: net.Socket[];

async function listen(limits: Partial<ConnectionLimits>): Promise<void> {
  app = createHttpServer({
    logger: createLogger({ service: 'test', level: 'silent' }),
    service: 'test',
    readiness: () => Promise.resolve({ checks: {} }),
    metrics: createMetrics('test'),
    limits,
  });
  app.post('/echo', (request) => Promise.resolve(request.body));
  app.get('/much', () => Promise.resolve({ much: 'x'.repeat(32 * 1024 * 1024) }));
  await app.listen({ host: '127.0.0.1', port: 0 });
}

beforeEach(() => {
  sockets = [];
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await app.close();
});

function connect(): net.Socket {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  const socket = net.connect(address.port, '127.0.0.1');
  sockets.push(socket);
  // Being cut off in the middle of a write is what some of these tests are about.
  socket.on('error', () => undefined);
  return socket;
}

/** All that comes until the server closes the connection; the client never closes its side first. */
async function untilClosed(socket: net.Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (part) => {
    text += String(part);
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

const fast = { headersMs: 100, requestMs: 200, checkEveryMs: 20 };

function expectProblem(text: string, status: number, code: string): void {
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} [A-Z]`));
  expect(text).toContain('content-type: application/problem+json');
  expect(text).toContain('x-content-type-options: nosniff');
  expect(text).toContain('connection: close');
  const [, body = ''] = text.split('\r\n\r\n');
  expect(JSON.parse(body)).toMatchObject({ status, code, type: `urn:refill:problem:${code}` });
  expect(Number(/content-length: (\d+)/.exec(text)?.[1])).toBe(body.length);
}

describe('connection limits', () => {
  it('let go of a client that sends its headers a byte at a time', async () => {
    await listen(fast);
    const socket = connect();
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const drip = setInterval(() => socket.write('x'), 10);
    const text = await untilClosed(socket);
    clearInterval(drip);
    expectProblem(text, 408, 'REQUEST_TIMEOUT');
  });

  it('let go of a client that sends its body a byte at a time', async () => {
    await listen(fast);
    const socket = connect();
    socket.write(
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"',
    );
    const drip = setInterval(() => socket.write('x'), 10);
    const text = await untilClosed(socket);
    clearInterval(drip);
    expectProblem(text, 408, 'REQUEST_TIMEOUT');
  });

  it('let go of a client that connects and says nothing', async () => {
    await listen(fast);
    expectProblem(await untilClosed(connect()), 408, 'REQUEST_TIMEOUT');
  });

  it('let go of a client that does not read its answer', async () => {
    await listen({ silentMs: 100 });
    const socket = connect();
    socket.pause();
    socket.write('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
    const [served] = await new Promise<[net.Socket]>((resolve) => {
      app.server.once('connection', (connection) => {
        resolve([connection]);
      });
    });
    await new Promise((resolve) => served.once('close', resolve));
    expect(served.destroyed).toBe(true);
  });

  it('end a connection that is kept without another request', async () => {
    await listen({ keepAliveMs: 50 });
    const socket = connect();
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('refuse headers that are too large', async () => {
    await listen({ headerBytes: 1_024 });
    const socket = connect();
    socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(2_048)}\r\n\r\n`);
    expectProblem(await untilClosed(socket), 431, 'HEADERS_TOO_LARGE');
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    [
      'two lengths',
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ],
    [
      'a length and chunks, as a smuggled request has',
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a bare line feed in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\nX-C: d\r\n\r\n'],
  ])('refuse %s', async (_name, request) => {
    await listen({});
    const socket = connect();
    socket.write(request);
    expectProblem(await untilClosed(socket), 400, 'REQUEST_INVALID');
  });

  it('close connections beyond the number allowed, and serve those within', async () => {
    await listen({ connections: 1 });
    const first = connect();
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await untilClosed(connect())).toBe('');
    first.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await untilClosed(first)).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});
