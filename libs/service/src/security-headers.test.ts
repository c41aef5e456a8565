import { createHttpServer, type HttpServerOptions } from './http-server';
import { createLogger } from './logger';
import { createMetrics } from './metrics';

function server(options: Partial<HttpServerOptions> = {}) {
  const app = createHttpServer({
    logger: createLogger({ service: 'test', level: 'silent' }),
    service: 'test',
    readiness: () => Promise.resolve({ checks: {} }),
    metrics: createMetrics('test'),
    ...options,
  });
  app.get('/data', () => Promise.resolve({}));
  app.get('/from', (request) => Promise.resolve({ ip: request.ip, protocol: request.protocol }));
  app.get('/broken', () => Promise.reject(new Error('no')));
  app.get('/page', (_request, reply) => reply.type('text/html; charset=utf-8').send('<p>Hi</p>'));
  app.get('/cached', (_request, reply) => reply.header('cache-control', 'max-age=60').send({}));
  return app;
}

function directives(policy: unknown): Readonly<Record<string, string>> {
  const entries = String(policy)
    .split(';')
    .map((directive) => {
      const [name = '', ...sources] = directive.trim().split(' ');
      return [name, sources.join(' ')] as const;
    });
  return Object.fromEntries(entries);
}

describe('security headers', () => {
  it.each([
    ['GET', '/data', 200],
    ['GET', '/healthz', 200],
    ['GET', '/metrics', 200],
    ['GET', '/page', 200],
    ['GET', '/broken', 500],
    ['GET', '/nothing', 404],
    ['DELETE', '/data', 405],
    ['GET', '/%', 400],
  ] as const)('are on %s %s (%d)', async (method, url, status) => {
    const answer = await server().inject({ method, url });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(directives(answer.headers['content-security-policy'])).toMatchObject({
      'default-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  it('let pages load the files of this server, and run no script within the page', async () => {
    const app = server();
    const page = directives((await app.inject('/page')).headers['content-security-policy']);
    expect(page).toMatchObject({ 'script-src': "'self'", 'connect-src': "'self'" });
    const data = directives((await app.inject('/data')).headers['content-security-policy']);
    expect(data).not.toHaveProperty('script-src');
  });

  it('leave a route its own cache control', async () => {
    expect((await server().inject('/cached')).headers['cache-control']).toBe('max-age=60');
  });

  it('ask for TLS only where a trusted proxy says that TLS was used', async () => {
    const app = server({ trustProxy: ['127.0.0.1'] });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' };
    const tls = await app.inject({ url: '/from', headers });
    expect(tls.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(tls.json()).toEqual({ ip: '192.0.2.7', protocol: 'https' });
    const plain = await app.inject('/from');
    expect(plain.headers['strict-transport-security']).toBeUndefined();
  });

  it.each([
    ['no proxy is trusted', {}],
    ['another proxy is trusted', { trustProxy: ['192.0.2.1'] }],
  ])('believe nothing of what a client says of itself when %s', async (_name, options) => {
    const answer = await server(options).inject({
      url: '/from',
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' },
    });
    expect(answer.json()).toEqual({ ip: '127.0.0.1', protocol: 'http' });
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  it('count the addresses of the trusted proxies only', async () => {
    const answer = await server({ trustProxy: ['loopback', '10.0.0.0/8'] }).inject({
      url: '/from',
      headers: { 'x-forwarded-for': '198.51.100.9, 192.0.2.7, 10.1.2.3' },
    });
    expect(answer.json()).toMatchObject({ ip: '192.0.2.7' });
  });
});
