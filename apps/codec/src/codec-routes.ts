import type { PayloadCodec } from '@temporalio/common';
import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import type { RequestGuard } from '@refill/service/bearer-token';
import { ProblemError } from '@refill/service/problem-details';
import { PayloadEncryptionError } from '@refill/temporal/payload-encryption-error';
import { payloadsSchema, payloadsToJson } from './payloads-json';

/** What the routes need. */
export interface CodecRoutesOptions {
  readonly codec: PayloadCodec;
  /** Every one has to let a request through, before its body is read. */
  readonly guards: readonly RequestGuard[];
  readonly metrics: Registry;
}

/** The two things a codec server does, by the last part of the path. */
const operations = ['encode', 'decode'] as const;

/**
 * Adds `POST /encode` and `POST /decode` as Temporal's UI and CLI ask for them, also under the name of a
 * namespace (`/default/decode`): the CLI puts it in where an endpoint is written with `{namespace}`.
 *
 * The namespace, there or in `X-Namespace`, is not used: all of Refill's namespaces have the same keys.
 * Protocol: temporalio/samples-go, `codec-server/protocol.md`; errors of the codec are answered with 400.
 */
export function addCodecRoutes(app: FastifyInstance, options: CodecRoutesOptions): void {
  const { codec } = options;
  const handled = new Counter({
    name: 'codec_payloads_total',
    help: 'Payloads that were encoded or decoded, by operation and outcome (ok, or the code of the error)',
    labelNames: ['operation', 'outcome'],
    registers: [options.metrics],
  });
  for (const operation of operations) {
    for (const url of [`/${operation}`, `/:namespace/${operation}`]) {
      app.post(url, {
        onRequest: [...options.guards],
        handler: async (request, reply) => {
          // What is shown to one person must stay in nobody's cache.
          void reply.header('cache-control', 'no-store');
          const { payloads } = readBody(request.body);
          try {
            const answer = payloadsToJson(await codec[operation](payloads));
            handled.inc({ operation, outcome: 'ok' }, payloads.length);
            return answer;
          } catch (error) {
            if (!(error instanceof PayloadEncryptionError)) throw error;
            handled.inc({ operation, outcome: error.code }, payloads.length);
            request.log.warn({ code: error.code, payloads: payloads.length }, 'not decoded');
            throw new ProblemError({
              status: 400,
              code: error.code,
              title: 'A payload cannot be read',
              detail: error.message.slice(`${error.code}: `.length),
            });
          }
        },
      });
    }
  }
}

function readBody(body: unknown): ReturnType<typeof payloadsSchema.parse> {
  const read = payloadsSchema.safeParse(body);
  if (read.success) return read.data;
  throw new ProblemError({
    status: 400,
    code: 'CODEC_BODY_INVALID',
    title: 'The body is not what Temporal sends to a codec server',
    errors: read.error.issues.slice(0, 10).map((issue) => ({
      path: `/${issue.path.map(String).join('/')}`,
      expected: issue.message,
    })),
  });
}
