import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import {
  type ConnectionLimits,
  connectionOptions,
  defaultConnectionLimits,
} from './connection-limits';
import { takeJsonBodies } from './json-body';
import { answerMissingRoutes } from './missing-routes';
import { problemContentType, problemDetails } from './problem-details';
import { isReady, type ReadinessReport } from './readiness';
import { problemOf } from './request-error';
import { addSecurityHeaders, bareSecurityHeaders } from './security-headers';

/** What a service's HTTP server needs. */
export interface HttpServerOptions {
  readonly logger: Logger;
  /** The service's name, told by `/healthz`. */
  readonly service: string;
  /** Largest body taken by routes that don't say themselves, in bytes; 64 KiB by default. */
  readonly bodyLimit?: number;
  /**
   * Addresses and ranges (CIDR, or `loopback`, `linklocal`, `uniquelocal`) of the proxies whose `X-Forwarded-For`
   * and `X-Forwarded-Proto` are believed; none by default. Then `request.ip` is the client's address.
   */
  readonly trustProxy?: readonly string[];
  /** Differences from `defaultConnectionLimits`. */
  readonly limits?: Partial<ConnectionLimits>;
  /** Tells whether all the service needs is there; asked by every `GET /readyz`. */
  readonly readiness: () => Promise<ReadinessReport>;
  readonly metrics: Registry;
  /** Reads what `/metrics` has to tell besides `metrics`, as Prometheus' text; must not fail. */
  readonly readOtherMetrics?: () => Promise<string>;
}

/** Ids of Amazon have up to 255 characters, which percent-encoding makes many more. */
const MAX_PARAM_LENGTH = 4_096;

/** Paths whose requests are logged at `debug` only: they are asked all the time. */
const quietPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

function addErrorAnswers(app: FastifyInstance): void {
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
 * Every answer has security headers; JSON is the one body taken; clients that are slow or many are let go.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const limits = { ...defaultConnectionLimits, ...options.limits };
  const trustProxy = [...(options.trustProxy ?? [])];
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit ?? 65_536,
    trustProxy: trustProxy.length === 0 ? false : trustProxy,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // A URL that cannot be decoded never reaches the error handler.
    frameworkErrors: (error, _request, reply) => {
      const problem = problemOf(error);
      reply.raw.writeHead(problem.status, {
        ...bareSecurityHeaders,
        'content-type': problemContentType,
      });
      reply.raw.end(JSON.stringify(problemDetails(problem)));
    },
    ...connectionOptions(limits),
  });
  app.server.maxConnections = limits.connections;
  addSecurityHeaders(app);
  takeJsonBodies(app);
  endConnectionsOnClose(app);
  addErrorAnswers(app);
  addRequestRecords(app, options.metrics);
  answerMissingRoutes(app, MAX_PARAM_LENGTH);

  app.get('/healthz', async () => Promise.resolve({ status: 'ok', service: options.service }));
  app.get('/readyz', async (_request, reply) => {
    const report = await options.readiness();
    const ready = isReady(report);
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', checks: report.checks };
  });
  app.get('/metrics', async (_request, reply) => {
    void reply.header('content-type', options.metrics.contentType);
    const [own, other] = await Promise.all([
      options.metrics.metrics(),
      options.readOtherMetrics?.(),
    ]);
    return other === undefined ? own : `${own}${other}`;
  });
  return app;
}
