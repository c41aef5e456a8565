import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '@refill/service/logger';
import { readEncryptionKeys } from '@refill/temporal/encryption-keys';
import { createPayloadEncryption } from '@refill/temporal/payload-encryption';
import { readCodecConfig } from './codec-config';
import { createCodecServer } from './codec-server';
import { payloadsToJson } from './payloads-json';

const UI = 'http://127.0.0.1:8233';
const SECRET = '"serial number of a device"';
const TEMPORAL_ENCRYPTION_KEYS = ['new', 'old']
  .map((id) => `${id}:${randomBytes(32).toString('base64')}`)
  .join();

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const plainJson = { metadata: { encoding: base64('json/plain') }, data: base64(SECRET) };

let app: FastifyInstance;
let lines: string[];

async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
  lines = [];
  app = await createCodecServer(
    readCodecConfig({ TEMPORAL_ENCRYPTION_KEYS, CODEC_ALLOWED_ORIGINS: UI, ...env }),
    createLogger({
      service: 'codec',
      level: 'trace',
      destination: { write: (line) => void lines.push(line) },
    }),
  );
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  return await app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Payloads as they stand in a history, in JSON. */
async function encrypted(...texts: readonly string[]) {
  const codec = createPayloadEncryption(readEncryptionKeys({ TEMPORAL_ENCRYPTION_KEYS }));
  return payloadsToJson(
    await codec.encode(
      texts.map((text) => ({
        metadata: { encoding: Buffer.from('json/plain') },
        data: Buffer.from(text),
      })),
    ),
  );
}

afterEach(async () => {
  // Whatever a test sent: nothing of it is in the log.
  for (const part of [SECRET, base64(SECRET), 'device']) expect(lines.join()).not.toContain(part);
  await app.close();
});

describe('the codec server', () => {
  it('decodes and encodes, whatever the path before', async () => {
    await start();
    const sealed = await encrypted(SECRET, '7');
    for (const url of ['/decode', '/default/decode']) {
      const answer = await post(url, sealed);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.json()).toEqual({
        payloads: [plainJson, { ...plainJson, data: base64('7') }],
      });
    }
    const encoded = await post('/encode', { payloads: [plainJson] });
    expect(encoded.statusCode).toBe(200);
    expect(encoded.json().payloads[0].metadata.encoding).toBe(base64('binary/encrypted'));
    expect(encoded.body).not.toContain(base64(SECRET));
    expect((await post('/decode', encoded.body)).json()).toEqual({ payloads: [plainJson] });
    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/codec_payloads_total\{.*operation="decode",outcome="ok".*\} 5/);
  });

  it('passes on what is not encrypted, and empty lists', async () => {
    await start();
    expect((await post('/decode', { payloads: [plainJson] })).json()).toEqual({
      payloads: [plainJson],
    });
    for (const empty of [{}, { payloads: [] }]) {
      expect((await post('/decode', empty)).json()).toEqual({ payloads: [] });
    }
    expect((await post('/decode', { payloads: [{ metadata: null }, {}] })).statusCode).toBe(200);
  });

  it('takes base64 for URLs without padding, as the JSON of Protobuf may be', async () => {
    await start();
    const sealed = JSON.stringify(await encrypted('7'))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
    expect((await post('/decode', sealed)).json().payloads[0].data).toBe(base64('7'));
  });

  it('answers 400 for what it cannot decode, and shows nothing of it', async () => {
    await start();
    const { payloads } = await encrypted(SECRET, SECRET);
    const tampered = {
      payloads: [payloads[0], { ...payloads[1], data: base64('x'.repeat(60)) }],
    };
    const answer = await post('/decode', tampered);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'TEMPORAL_PAYLOAD_UNREADABLE' });
    expect(answer.body).not.toContain(base64(SECRET));
    const foreign = structuredClone(payloads[0]);
    if (foreign === undefined) throw new Error('no payload');
    const unknown = {
      ...foreign,
      metadata: { ...foreign.metadata, 'encryption-key-id': base64('x') },
    };
    const other = await post('/decode', { payloads: [unknown] });
    expect(other.json()).toMatchObject({
      status: 400,
      code: 'TEMPORAL_PAYLOAD_KEY_UNKNOWN',
      detail: expect.stringContaining('the key "x"'),
    });
    expect((await app.inject('/metrics')).body).toMatch(/outcome="TEMPORAL_PAYLOAD_KEY_UNKNOWN"/);
  });

  it.each([
    ['no JSON', '{"payloads":', 400, 'BODY_NOT_JSON'],
    ['no object', '[]', 400, 'CODEC_BODY_INVALID'],
    ['no list', '{"payloads":{}}', 400, 'CODEC_BODY_INVALID'],
    ['no base64', '{"payloads":[{"data":"%%"}]}', 400, 'CODEC_BODY_INVALID'],
    [
      'a field that would be lost',
      '{"payloads":[{"externalPayloads":[]}]}',
      400,
      'CODEC_BODY_INVALID',
    ],
    ['too large', `{"payloads":[{"data":"${'A'.repeat(9_000_000)}"}]}`, 413, 'BODY_TOO_LARGE'],
  ])('refuses a body with %s', async (_name, body, status, code) => {
    await start();
    const answer = await post('/decode', body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it('takes POST only, and nothing else', async () => {
    await start();
    expect((await app.inject('/decode')).statusCode).toBe(405);
    expect((await post('/download', {})).statusCode).toBeGreaterThanOrEqual(404);
  });

  it('is ready, and healthy', async () => {
    await start();
    expect((await app.inject('/readyz')).json()).toMatchObject({
      status: 'ready',
      checks: { keys: { ok: true } },
    });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });
});

describe('browsers', () => {
  const preflight = async (origin: string) =>
    await app.inject({
      method: 'OPTIONS',
      url: '/decode',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-namespace,authorization',
      },
    });

  it("let the Temporal UI's page in, with credentials, also before it has a token", async () => {
    await start({ CODEC_TOKEN: 'a-token-of-the-test' });
    const answer = await preflight(UI);
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': UI,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type, x-namespace, authorization',
      'access-control-allow-methods': 'POST',
    });
  });

  it("show the Temporal UI's page the answer, an error too", async () => {
    await start();
    for (const body of [{ payloads: [] }, { payloads: 1 }]) {
      const { headers } = await post('/decode', body, { origin: UI });
      expect(headers['access-control-allow-origin']).toBe(UI);
      expect(headers.vary).toContain('Origin');
    }
  });

  it.each(['https://evil.example.com', 'http://127.0.0.1:8233.evil.example.com', 'null', ''])(
    'keep the page %j out',
    async (origin) => {
      await start();
      expect((await preflight(origin)).headers).not.toHaveProperty('access-control-allow-origin');
      const answer = await post('/decode', await encrypted(SECRET), { origin });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'CODEC_ORIGIN_FORBIDDEN' });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );
});

describe('with CODEC_TOKEN', () => {
  it.each(['/decode', '/encode', '/default/decode'])(
    'lets nobody ask %s without one of the tokens',
    async (url) => {
      await start({ CODEC_TOKEN: 'token-one,token-two' });
      const sealed = await encrypted('7');
      expect((await post(url, sealed)).statusCode).toBe(401);
      const wrong = { authorization: 'Bearer token-three' };
      expect((await post(url, sealed, wrong)).json()).toMatchObject({ code: 'TOKEN_WRONG' });
      for (const token of ['token-one', 'token-two']) {
        const right = { authorization: `Bearer ${token}` };
        expect((await post(url, sealed, right)).statusCode).toBe(200);
      }
    },
  );

  it('refuses before it reads the body', async () => {
    await start({ CODEC_TOKEN: 'token-one' });
    expect((await post('/decode', 'x'.repeat(9_000_000))).statusCode).toBe(401);
  });
});
