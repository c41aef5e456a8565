import type { FastifyInstance } from 'fastify';
import { createHttpServer, type HttpServerOptions } from '@refill/service/http-server';
import { addReplenishmentsRoute } from './replenishments-route';
import { addSnsRoute, type SnsRouteOptions } from './sns-route';
import type { PushContext } from './take-pushed-message';

/** What the HTTP server needs. */
export interface ServerOptions
  extends
    SnsRouteOptions,
    Required<Pick<HttpServerOptions, 'logger' | 'metrics' | 'readiness' | 'trustProxy'>> {
  readonly context: PushContext;
  /** `INGESTION_TOKEN`. */
  readonly tokens: readonly string[];
}

/** Creates ingestion's HTTP server: `/sns`, `/v1/replenishments`, health and metrics. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { context, tokens, answerWithinMs, ...http } = options;
  const app = createHttpServer({ ...http, service: 'ingestion' });
  addSnsRoute(app, context, { answerWithinMs });
  addReplenishmentsRoute(app, context, { tokens, answerWithinMs });
  return app;
}
