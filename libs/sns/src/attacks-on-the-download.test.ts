import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import type { CertificateStoreOptions } from './certificate-store';
import { createCertificateStore } from './certificate-store';
import { genuineSender, type GenuineSender } from './test-support/genuine-sender';
import { fetchFrom, httpPeer, httpsPeer, type HttpPeer } from './test-support/http-peer';
import { folderWith, notification, now, urlOf } from './test-support/signed-by';

let sns: GenuineSender;
beforeAll(async () => (sns = await genuineSender()));

const open: HttpPeer[] = [];
afterEach(async () => {
  for (const peer of open.splice(0)) await peer.close();
});
/** A real server in the place of the host of SNS. */
async function hostOfSns(answer: RequestListener): Promise<HttpPeer> {
  const peer = await httpPeer(answer);
  open.push(peer);
  return peer;
}
async function receiveFrom(peer: HttpPeer, options: CertificateStoreOptions = {}) {
  const certificates = { fetch: fetchFrom(peer.origin), timeoutMs: 2_000, ...options };
  return await sns.receive(sns.sign(notification), { certificates });
}
/** Waits until the server sees that we have hung up. */
async function hungUp(peer: HttpPeer): Promise<void> {
  while (peer.answering() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

const unavailable = 'certificate-unavailable SNS_CERTIFICATE_UNAVAILABLE';
const unreadable = 'certificate-unavailable SNS_CERTIFICATE_UNREADABLE';

describe('the host of SNS, answering', () => {
  it('as it should, makes the message genuine', async () => {
    const peer = await hostOfSns((_, response) => response.end(sns.pair.certificatePem));
    expect(await receiveFrom(peer)).toBe('genuine');
  });

  it('compressed, is read as well', async () => {
    const peer = await hostOfSns((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(sns.pair.certificatePem));
    });
    expect(await receiveFrom(peer)).toBe('genuine');
  });

  it.each([301, 302, 303, 307, 308])('with a redirect %i, is not followed', async (status) => {
    const target = await hostOfSns((_, response) => response.end(sns.pair.certificatePem));
    const peer = await hostOfSns((request, response) => {
      response.writeHead(status, { location: `${target.origin}${request.url ?? ''}` });
      response.end(sns.pair.certificatePem);
    });
    expect(await receiveFrom(peer)).toBe(unavailable);
    expect(peer.requests).toHaveLength(1);
    expect(target.requests).toEqual([]);
  });

  it('with another address in the headers or the page, is not followed', async () => {
    const target = await hostOfSns((_, response) => response.end(sns.pair.certificatePem));
    const peer = await hostOfSns((_, response) => {
      response.setHeader('refresh', `0; url=${target.origin}`);
      response.setHeader('content-location', target.origin);
      response.setHeader('link', `<${target.origin}>; rel=canonical`);
      response.end(`<meta http-equiv="refresh" content="0; url=${target.origin}">`);
    });
    expect(await receiveFrom(peer)).toBe(unreadable);
    expect(target.requests).toEqual([]);
  });

  it.each([204, 206, 226, 300, 304, 400, 403, 404, 410, 429, 500, 503])(
    'with the status %i and a good certificate, is not believed',
    async (status) => {
      const peer = await hostOfSns((_, response) => {
        response.writeHead(status);
        response.end(sns.pair.certificatePem);
      });
      expect(await receiveFrom(peer)).toBe(unavailable);
    },
  );

  it('with two certificates, a key or a page around it, is not believed', async () => {
    const { certificatePem, privateKeyPem } = sns.pair;
    for (const text of [
      certificatePem + certificatePem,
      privateKeyPem + certificatePem,
      `<pre>${certificatePem}</pre>`,
    ]) {
      const peer = await hostOfSns((_, response) => response.end(text));
      expect(await receiveFrom(peer)).toBe(unreadable);
    }
  });

  it('over TLS that nobody vouches for, is not asked', async () => {
    const peer = await httpsPeer(sns.pair, (_, response) => response.end(sns.pair.certificatePem));
    open.push(peer);
    expect(await receiveFrom(peer)).toBe(unavailable);
    expect(peer.requests).toEqual([]);
  });
});

describe('the host of SNS, slow', () => {
  // Long enough for the request to arrive, also on a machine with much to do.
  const timeoutMs = 600;
  const slow: [string, RequestListener][] = [
    ['says nothing', () => undefined],
    [
      'drips its headers',
      (_, response) => drip(response.socket, 'HTTP/1.1 200 OK\r\nx-slow: ', 'a'),
    ],
    [
      'drips the certificate',
      (_, response) => {
        response.writeHead(200, { 'content-length': 2_000 });
        drip(response, '-----BEGIN CERTIFICATE-----\n', 'A');
      },
    ],
    [
      'sends it at once, but does not end',
      (_, response) => {
        response.writeHead(200);
        response.write(sns.pair.certificatePem);
      },
    ],
  ];

  it.each(slow)('where it %s, is waited for no longer than allowed', async (_, answer) => {
    const peer = await hostOfSns(answer);
    const startedAt = performance.now();
    expect(await receiveFrom(peer, { timeoutMs })).toBe(unavailable);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(timeoutMs - 5);
    expect(peer.requests).toHaveLength(1);
    // The answer does not go on behind our back.
    await hungUp(peer);
  });

  it('holds up nobody whose certificate is here already', async () => {
    const peer = await hostOfSns(() => undefined);
    const pinnedDirectory = await folderWith({ [urlOf().fileName]: sns.pair.certificatePem });
    const fetch = fetchFrom(peer.origin);
    // Longer than it takes to ask for all of them.
    const options = { pinnedDirectory, fetch, now: () => now, timeoutMs: 2_000 };
    const store = createCertificateStore(options);
    const invented = Array.from({ length: 500 }, (_, i) =>
      store.certificateFor(urlOf(i.toString(16).padStart(32, '0')), now),
    );
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true });
    for (const result of await Promise.all(invented)) expect(result).toMatchObject({ ok: false });
    // No more than these at one time, however many are invented.
    expect(peer.requests).toHaveLength(8);
    await hungUp(peer);
  });
});

describe('the host of SNS, answering with too much', () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'A');
  const much: [string, RequestListener][] = [
    [
      'a gigabyte announced',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1024 * megabyte.length });
        flood(response);
      },
    ],
    ['what never ends', (_, response) => flood(response)],
    [
      'a gzip bomb',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(Buffer.alloc(8 * megabyte.length)));
      },
    ],
    [
      'a Brotli bomb',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'br' });
        response.end(brotliCompressSync(Buffer.alloc(8 * megabyte.length)));
      },
    ],
    [
      'a gzip bomb in a gzip bomb',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip, gzip' });
        response.end(gzipSync(gzipSync(Buffer.alloc(8 * megabyte.length))));
      },
    ],
    [
      'a byte more than allowed',
      (_, response) => {
        const { certificatePem } = sns.pair;
        response.end(certificatePem + ' '.repeat(16 * 1024 + 1 - certificatePem.length));
      },
    ],
    [
      'headers without end',
      (_, response) => {
        const socket = response.socket;
        socket?.write('HTTP/1.1 200 OK\r\n');
        while (socket?.write(`x-${'a'.repeat(100)}: ${'b'.repeat(1_000)}\r\n`));
      },
    ],
  ];

  it.each(much)('%s, is cut off', async (_, answer) => {
    const peer = await hostOfSns(answer);
    expect(await receiveFrom(peer, { timeoutMs: 30_000 })).toBe(unavailable);
    await hungUp(peer);
  });

  it('exactly as much as allowed, is read', async () => {
    const { certificatePem } = sns.pair;
    const text = certificatePem + ' '.repeat(16 * 1024 - certificatePem.length);
    const peer = await hostOfSns((_, response) => response.end(text));
    expect(await receiveFrom(peer)).toBe('genuine');
  });

  /** Writes as fast as the other side reads, until it hangs up. */
  function flood(response: Parameters<RequestListener>[1]): void {
    if (response.destroyed) return;
    response.write(megabyte, (error) => {
      if (error === null || error === undefined) flood(response);
    });
  }
});

/** Writes a byte every 10 ms until the other side hangs up. */
function drip(stream: NodeJS.WritableStream | null, start: string, byte: string): void {
  if (stream === null) return;
  stream.write(start);
  const timer = setInterval(() => stream.write(byte), 10);
  stream.on('error', () => undefined);
  stream.on('close', () => clearInterval(timer));
}
