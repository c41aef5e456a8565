import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { requireBearerToken } from '@refill/service/bearer-token';
import { createHttpServer } from '@refill/service/http-server';
import { createMetrics } from '@refill/service/metrics';
import { runReadinessChecks } from '@refill/service/readiness';
import { createPayloadEncryption } from '@refill/temporal/payload-encryption';
import type { CodecConfig } from './codec-config';
import { addCodecRoutes } from './codec-routes';
import { requireAllowedOrigin } from './origin-guard';

/** The largest body taken, in bytes: twice the 4 MB that gRPC lets Temporal answer with, as base64 grows it. */
const BODY_LIMIT = 8 * 1_048_576;

/** How long a browser may remember what CORS allows, in s. */
const PREFLIGHT_MAX_AGE_S = 600;

/**
 * Makes the codec server, which shows encrypted payloads to Temporal's UI and CLI; it does not listen yet.
 *
 * Pages of `CODEC_ALLOWED_ORIGINS` may ask it from a browser, with credentials; with `CODEC_TOKEN` everybody needs
 * one of the tokens.
 */
export async function createCodecServer(
  config: CodecConfig,
  logger: Logger,
): Promise<FastifyInstance> {
  const metrics = createMetrics('codec');
  const codec = createPayloadEncryption(config.TEMPORAL_ENCRYPTION_KEYS);
  const app = createHttpServer({
    logger,
    service: 'codec',
    metrics,
    bodyLimit: BODY_LIMIT,
    readiness: () =>
      runReadinessChecks({
        keys: async () => await codec.decode(await codec.encode([{ data: new Uint8Array(1) }])),
      }),
  });
  await app.register(cors, {
    origin: [...config.CODEC_ALLOWED_ORIGINS],
    credentials: true,
    methods: ['POST'],
    allowedHeaders: ['content-type', 'x-namespace', 'authorization'],
    maxAge: PREFLIGHT_MAX_AGE_S,
  });
  addCodecRoutes(app, {
    codec,
    metrics,
    guards: [
      requireAllowedOrigin(config.CODEC_ALLOWED_ORIGINS),
      ...(config.CODEC_TOKEN === undefined ? [] : [requireBearerToken(config.CODEC_TOKEN)]),
    ],
  });
  return app;
}
