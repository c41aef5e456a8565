import type { FastifyInstance } from 'fastify';
import { bearerTokenFingerprint, requireBearerToken } from './bearer-token';
import { createHttpServer } from './http-server';
import { createLogger } from './logger';
import { createMetrics } from './metrics';
import { ProblemError } from './problem-details';
import type { ReadinessReport } from './readiness';

let lines: string[];
let report: ReadinessReport;
let app: FastifyInstance;

beforeEach(() => {
  lines = [];
  report = { checks: { postgres: { ok: true, detail: null } } };
  app = createHttpServer({
    logger: createLogger({
      service: 'test',
      destination: { write: (line) => void lines.push(line) },
    }),
    service: 'test',
    bodyLimit: 64,
    readiness: () => Promise.resolve(report),
    metrics: createMetrics('test'),
    readOtherMetrics: () => Promise.resolve('other_total 1\n'),
  });
  app.post('/echo', (request) => Promise.resolve(request.body));
  app.get('/items/:id', () => Promise.resolve({}));
  app.get('/broken', () => Promise.reject(new Error('password=hunter2')));
  app.get('/refused', () =>
    Promise.reject(
      new ProblemError({
        status: 409,
        code: 'ITEM_TAKEN',
        title: 'Taken',
        detail: 'Choose another.',
        errors: [{ path: '/id', expected: 'a free id' }],
        headers: { 'retry-after': '5' },
      }),
    ),
  );
  app.get('/checked', {
    schema: { querystring: { type: 'object', properties: { limit: { type: 'integer' } } } },
    handler: () => Promise.resolve({}),
  });
});

afterEach(async () => {
  await app.close();
});

describe('createHttpServer', () => {
  it('takes a DELETE that names JSON and has no body', async () => {
    app.delete('/things', (_request, reply) => reply.status(204).send());
    const answer = await app.inject({
      method: 'DELETE',
      url: '/things',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(204);
  });

  it('is healthy whatever it needs', async () => {
    const answer = await app.inject('/healthz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ status: 'ok', service: 'test' });
  });

  it('tells whether it is ready', async () => {
    const ready = await app.inject('/readyz');
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toEqual({ status: 'ready', ...report });
    report = { checks: { postgres: { ok: false, detail: 'Error (ECONNREFUSED)' } } };
    const notReady = await app.inject('/readyz');
    expect(notReady.statusCode).toBe(503);
    expect(notReady.json()).toEqual({ status: 'not-ready', ...report });
  });

  it('counts requests by the route, not the URL', async () => {
    await app.inject('/items/secret-id');
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'http_request_duration_seconds_count{service="test",method="GET",route="/items/:id",status="200"} 1',
    );
    expect(body).not.toContain('secret-id');
    expect(lines.join()).not.toContain('secret-id');
    expect(body).toContain('process_cpu_user_seconds_total');
    expect(body).toMatch(/\nother_total 1\n$/);
  });

  it.each([
    ['/nothing', 404, 'NOT_FOUND'],
    ['/%', 400, 'REQUEST_INVALID'],
    ['/checked?limit=many', 400, 'REQUEST_INVALID'],
    ['/broken', 500, 'INTERNAL_ERROR'],
  ])('answers GET %s with the problem %d %s', async (url, status, code) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ type: `urn:refill:problem:${code}`, status, code });
  });

  it('says what of a request does not fit, without its value', async () => {
    const answer = await app.inject('/checked?limit=many');
    expect(answer.json()).toMatchObject({
      errors: [{ path: 'querystring/limit', expected: 'must be integer' }],
    });
    expect(answer.body).not.toContain('many');
  });

  it('logs an unexpected error and does not send it', async () => {
    const answer = await app.inject('/broken');
    expect(answer.body).not.toContain('hunter2');
    expect(lines.join()).toContain('request failed');
  });

  it('answers with what a route refuses', async () => {
    const answer = await app.inject('/refused');
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toEqual({
      type: 'urn:refill:problem:ITEM_TAKEN',
      title: 'Taken',
      status: 409,
      code: 'ITEM_TAKEN',
      detail: 'Choose another.',
      errors: [{ path: '/id', expected: 'a free id' }],
    });
  });

  it('answers another method with 405 and the ones allowed', async () => {
    const answer = await app.inject({ method: 'PUT', url: '/echo?x=1' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('POST');
    expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  it('knows the methods of a path with parameters, and reads no body to say so', async () => {
    app.delete('/items/:id', () => Promise.resolve({}));
    app.put('/items/:id/parts/:part', () => Promise.resolve({}));
    const answer = await app.inject({
      method: 'POST',
      url: '/items/a%2Fb?x=1',
      headers: { 'content-type': 'image/png' },
      payload: 'x'.repeat(80),
    });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('DELETE, GET, HEAD');
    expect(answer.json()).toMatchObject({ detail: 'Allowed: DELETE, GET, HEAD.' });
    const part = await app.inject({ method: 'GET', url: '/items/1/parts/2' });
    expect(part.headers.allow).toBe('PUT');
    const nothing = await app.inject({ method: 'POST', url: '/items/1/parts' });
    expect(nothing.statusCode).toBe(404);
    expect(nothing.headers.allow).toBeUndefined();
  });

  it('knows the routes of plugins', async () => {
    void app.register(
      (scope, _options, done) => {
        scope.get('/:thing', () => Promise.resolve({}));
        done();
      },
      { prefix: '/v1' },
    );
    const answer = await app.inject({ method: 'PATCH', url: '/v1/x' });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('takes no path for one because a plugin answers OPTIONS everywhere', async () => {
    app.options('*', (_request, reply) => reply.status(204).send());
    expect((await app.inject('/nothing')).statusCode).toBe(404);
    expect((await app.inject({ method: 'OPTIONS', url: '/nothing' })).statusCode).toBe(204);
    expect((await app.inject({ method: 'PUT', url: '/echo' })).headers.allow).toBe('POST');
  });

  it('answers 404 when a route finds out itself that there is nothing', async () => {
    app.get('/files/:name', (_request, reply) => {
      reply.callNotFound();
    });
    const answer = await app.inject('/files/x');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes JSON in UTF-8, with any charset named', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const answer = await app.inject({
        method: 'POST',
        url: '/echo',
        headers: { 'content-type': type },
        payload: Buffer.from('{"name":"Zoë 🚚"}'),
      });
      expect(answer.json()).toEqual({ name: 'Zoë 🚚' });
    }
  });

  it.each([
    ['ISO 8859-1', Buffer.from('{"name":"Zoë"}', 'latin1')],
    ['cut within a character', Buffer.from('{"name":"Zoë').subarray(0, -1)],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ])('refuses JSON that is not UTF-8: %s', async (_name, payload) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/echo',
      headers: { 'content-type': 'application/json' },
      payload,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'BODY_NOT_UTF8' });
  });

  it('heeds the limit of a route before that of the server', async () => {
    app.post('/large', { bodyLimit: 128 }, () => Promise.resolve({}));
    app.post('/small', { bodyLimit: 16 }, () => Promise.resolve({}));
    const post = async (url: string, bytes: number) =>
      (await app.inject({ method: 'POST', url, payload: ['x'.repeat(bytes - 4)] })).statusCode;
    expect(await post('/large', 128)).toBe(200);
    expect(await post('/large', 129)).toBe(413);
    expect(await post('/small', 16)).toBe(200);
    expect(await post('/small', 17)).toBe(413);
    expect(await post('/echo', 65)).toBe(413);
  });

  it.each([
    ['too large', 'application/json', JSON.stringify('x'.repeat(80)), 413, 'BODY_TOO_LARGE'],
    ['no JSON', 'application/json', '{', 400, 'BODY_NOT_JSON'],
    ['blank', 'application/json', ' ', 400, 'BODY_NOT_JSON'],
    ['another type', 'image/png', 'x', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['plain text', 'text/plain', '{}', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['a form', 'application/x-www-form-urlencoded', 'a=b', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['a poisoned object', 'application/json', '{"__proto__":{}}', 400, 'BODY_NOT_JSON'],
  ])('refuses a body that is %s', async (_name, type, payload, status, code) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/echo',
      headers: { 'content-type': type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });
});

describe('requireBearerToken', () => {
  async function ask(tokens: readonly string[], authorization?: string) {
    app.get('/guarded', {
      onRequest: requireBearerToken(tokens),
      handler: () => Promise.resolve({ in: true }),
    });
    return app.inject({
      url: '/guarded',
      headers: authorization === undefined ? {} : { authorization },
    });
  }

  it.each(['Bearer one', 'bearer  two'])('lets %j through', async (authorization) => {
    expect((await ask(['one', 'two'], authorization)).statusCode).toBe(200);
  });

  it.each([
    [undefined, 'TOKEN_MISSING'],
    ['Basic b25l', 'TOKEN_MISSING'],
    ['Bearer ', 'TOKEN_MISSING'],
    ['Bearer on', 'TOKEN_WRONG'],
    ['Bearer onet', 'TOKEN_WRONG'],
    ['Bearer three', 'TOKEN_WRONG'],
  ])('refuses %j', async (authorization, code) => {
    const answer = await ask(['one', 'two'], authorization);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(answer.json()).toMatchObject({ code });
  });

  it('refuses everybody when no token is set', async () => {
    expect((await ask([''], 'Bearer x')).statusCode).toBe(401);
  });

  it('tells tokens apart by a fingerprint that does not tell the token', async () => {
    app.get('/who', (request) => Promise.resolve({ token: bearerTokenFingerprint(request) }));
    const ask = async (authorization: string): Promise<unknown> =>
      (await app.inject({ url: '/who', headers: { authorization } })).json();
    // printf one | sha256sum
    expect(await ask('Bearer one')).toEqual({ token: '7692c3ad' });
    expect(await ask('bearer  one ')).toEqual({ token: '7692c3ad' });
    expect(await ask('Bearer two')).toEqual({ token: '3fc4ccfe' });
    expect(await ask('Basic one')).toMatchObject({ code: 'INTERNAL_ERROR' });
  });
});

describe('what a client learns of an error', () => {
  const secret = 'hunter2';
  const thrown: Readonly<Record<string, () => unknown>> = {
    'an error': () => new Error(secret),
    'an error with a cause': () => new Error('outer', { cause: new TypeError(secret) }),
    'an error that names a status': () =>
      Object.assign(new Error(secret), { statusCode: 404, code: secret }),
    'an error that names a status and no code': () =>
      Object.assign(new Error(secret), { statusCode: 400 }),
    'an error with more properties': () =>
      Object.assign(new Error('x'), { code: '23505', detail: `Key (name)=(${secret})` }),
    'a problem with a cause': () =>
      new ProblemError({ status: 503, code: 'AWAY', title: 'Away', cause: new Error(secret) }),
    text: () => secret,
    nothing: () => undefined,
    'an object': () => ({ statusCode: 418, message: secret }),
  };

  function expectNothingTold(answer: { readonly body: string; readonly headers: object }): void {
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/) as unknown,
    });
    const told = `${answer.body}${JSON.stringify(answer.headers)}`;
    expect(told).not.toContain(secret);
    expect(told).not.toMatch(/\bat .+:\d+:\d+|node_modules|\.[jt]s\b|FST_ERR|stack/);
  }

  it.each(Object.keys(thrown))('is no message and no stack: %s', async (name) => {
    app.get('/throws', async () => {
      // As from a library that throws what isn't an error.
      await {
        then: (_resolve: () => void, reject: (reason: unknown) => void) => {
          reject(thrown[name]?.());
        },
      };
    });
    expectNothingTold(await app.inject('/throws'));
  });

  it('is no message and no stack when a hook or the answer itself breaks', async () => {
    const circle: Record<string, unknown> = { secret };
    circle['circle'] = circle;
    app.get('/circle', () => Promise.resolve(circle));
    app.get('/hook', {
      preHandler: () => Promise.reject(new Error(secret)),
      handler: () => Promise.resolve({}),
    });
    for (const url of ['/circle', '/hook', '/%', '/%ff']) {
      expectNothingTold(await app.inject(url));
    }
  });
});
