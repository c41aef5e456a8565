import type { FastifyInstance } from 'fastify';
import { createHttpServer, type HttpServerOptions } from '@refill/service/http-server';
import { addReplenishmentsRoute } from './replenishments-route';
import { addSnsRoute, type SnsRouteOptions } from './sns-route';
import type { SnsContext } from './take-sns-message';

/** What the HTTP server needs. */
export interface ServerOptions
  extends SnsRouteOptions, Pick<HttpServerOptions, 'logger' | 'metrics' | 'readiness'> {
  readonly context: SnsContext;
  /** `INGESTION_TOKEN`. */
  readonly token: string;
}

/** Creates ingestion's HTTP server: `/sns`, `/v1/replenishments`, health and metrics. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { context, token, answerWithinMs, logger, metrics, readiness } = options;
  const app = createHttpServer({ logger, metrics, readiness, service: 'ingestion' });
  addSnsRoute(app, context, { answerWithinMs });
  addReplenishmentsRoute(app, context, token);
  return app;
}
