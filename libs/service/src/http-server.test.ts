import type { FastifyInstance } from 'fastify';
import { requireBearerToken } from './bearer-token';
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

  it.each([
    ['too large', 'application/json', JSON.stringify('x'.repeat(80)), 413, 'BODY_TOO_LARGE'],
    ['no JSON', 'application/json', '{', 400, 'BODY_NOT_JSON'],
    ['empty', 'application/json', '', 400, 'BODY_NOT_JSON'],
    ['another type', 'image/png', 'x', 415, 'MEDIA_TYPE_UNSUPPORTED'],
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
});
