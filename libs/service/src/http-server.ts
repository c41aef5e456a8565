import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import { problemContentType, problemDetails, ProblemError } from './problem-details';
import { isReady, type ReadinessReport } from './readiness';
import { problemOf } from './request-error';

/** What a service's HTTP server needs. */
export interface HttpServerOptions {
  readonly logger: Logger;
  /** The service's name, told by `/healthz`. */
  readonly service: string;
  /** Largest body taken, in bytes; 1 MiB by default. */
  readonly bodyLimit?: number;
  /** Tells whether all the service needs is there; asked by every `GET /readyz`. */
  readonly readiness: () => Promise<ReadinessReport>;
  readonly metrics: Registry;
}

/** Paths whose requests are logged at `debug` only: they are asked all the time. */
const quietPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Methods other than the one asked for that a path without parameters takes. */
function methodsOf(app: FastifyInstance, path: string): readonly string[] {
  return methods.filter((method) => app.hasRoute({ method, url: path }));
}

function addProblemAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const err = problem.cause ?? problem;
      request.log.error({ err, route: request.routeOptions.url }, 'request failed');
    }
    return reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', problemContentType)
      .send(JSON.stringify(problemDetails(problem)));
  });
  app.setNotFoundHandler((request) => {
    const allowed = methodsOf(app, request.url.split('?', 1)[0] ?? '/');
    if (allowed.length > 0) {
      throw new ProblemError({
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        title: 'This method is not allowed here',
        detail: `Allowed: ${allowed.join(', ')}.`,
        headers: { allow: allowed.join(', ') },
      });
    }
    throw new ProblemError({ status: 404, code: 'NOT_FOUND', title: 'There is nothing here' });
  });
}

function addRequestRecords(app: FastifyInstance, metrics: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long answering took, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [metrics],
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the URL: it holds no ids and is one of few.
    const route = request.routeOptions.url ?? 'none';
    const record = { method: request.method, route, status: reply.statusCode };
    duration.observe(record, reply.elapsedTime / 1_000);
    const line = { ...record, durationMs: Math.round(reply.elapsedTime) };
    if (quietPaths.has(route)) request.log.debug(line, 'answered');
    else request.log.info(line, 'answered');
    await Promise.resolve();
  });
}

/** Many clients name JSON as the content type of a DELETE that has no body: that is no broken JSON. */
function takeDeleteWithoutBody(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0 && request.method === 'DELETE') done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
}

/**
 * Ends a connection with its last answer once the server closes. Else a client that keeps it alive (SNS does)
 * would hold the stop up until it lets go: Node ends only connections that are idle at that moment.
 */
function endConnectionsOnClose(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    await Promise.resolve();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close');
    await Promise.resolve();
  });
}

/**
 * Creates a service's HTTP server with `/healthz`, `/readyz` and `/metrics`; all errors are RFC 9457 problem documents.
 *
 * Routes throw `ProblemError` for what they refuse; anything else thrown is logged and answered with `INTERNAL_ERROR`.
 * A path without parameters that is asked with another method answers 405 with `Allow`.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit ?? 1_048_576,
    // Ids of Amazon have up to 255 characters, which percent-encoding makes many more.
    routerOptions: { maxParamLength: 4_096 },
    // A URL that cannot be decoded never reaches the error handler.
    frameworkErrors: (error, _request, reply) => {
      const problem = problemOf(error);
      reply.raw.writeHead(problem.status, { 'content-type': problemContentType });
      reply.raw.end(JSON.stringify(problemDetails(problem)));
    },
  });
  takeDeleteWithoutBody(app);
  endConnectionsOnClose(app);
  addProblemAnswers(app);
  addRequestRecords(app, options.metrics);

  app.get('/healthz', async () => Promise.resolve({ status: 'ok', service: options.service }));
  app.get('/readyz', async (_request, reply) => {
    const report = await options.readiness();
    const ready = isReady(report);
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', checks: report.checks };
  });
  app.get('/metrics', async (_request, reply) => {
    void reply.header('content-type', options.metrics.contentType);
    return options.metrics.metrics();
  });
  return app;
}
