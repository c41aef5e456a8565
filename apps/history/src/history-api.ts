import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { isDatabaseUnavailable } from '@refill/order-history/database-failure';
import { ProblemError } from '@refill/service/problem-details';
import type { ApiContext } from './api-context';
import { contactRoutes } from './contact-routes';
import { deviceRoutes } from './device-routes';
import { erasureRoutes } from './erasure-routes';
import { openApiOptions } from './openapi-document';
import { operatorRoutes } from './operator-routes';
import { orderRoutes } from './order-routes';
import { quarantineRoutes } from './quarantine-routes';
import { replayRoutes } from './replay-routes';
import { statusRoutes } from './status-routes';
import { versionRoutes } from './version-routes';

/** The order-history API with its OpenAPI document, as a plugin for any Fastify server. */
export const historyApi: FastifyPluginAsync<ApiContext> = async (app, context) => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // What is thrown here goes on to the server's own handler, which writes the problem document.
  app.setErrorHandler((error) => {
    throw isDatabaseUnavailable(error) ? databaseUnavailable(error) : error;
  });
  await app.register(swagger, openApiOptions);
  // A page to read and try the API on; its files come from the package, none from elsewhere.
  await app.register(swaggerUi, { routePrefix: '/docs' });
  await app.register(dataRoutes, context);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
};

/** The routes that need the database: after the token, before anything else, its schema has to be there. */
const dataRoutes: FastifyPluginAsync<ApiContext> = async (app, context) => {
  app.addHook('preHandler', async () => {
    if (!context.schemaIsReady()) throw databaseUnavailable();
    await Promise.resolve();
  });
  await app.register(orderRoutes, context);
  await app.register(operatorRoutes, context);
  await app.register(deviceRoutes, context);
  await app.register(contactRoutes, context);
  await app.register(erasureRoutes, context);
  await app.register(versionRoutes, context);
  await app.register(quarantineRoutes, context);
  await app.register(replayRoutes, context);
  await app.register(statusRoutes, context);
};

function databaseUnavailable(cause?: unknown): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'HISTORY_DATABASE_UNAVAILABLE',
    title: 'The order history cannot be reached now',
    detail: 'Try again in some seconds.',
    headers: { 'retry-after': '5' },
    cause,
  });
}
