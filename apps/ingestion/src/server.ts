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
  endConnectionsOnClose(app);
  addSnsRoute(app, context, { answerWithinMs });
  addReplenishmentsRoute(app, context, token);
  return app;
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
