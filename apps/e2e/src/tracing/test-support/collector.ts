import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { parse } from 'protobufjs';
import { z } from 'zod';

/** The parts of OTLP's messages that tests look at. Source: opentelemetry-proto, `trace/v1/trace.proto`. */
const REQUEST = parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated Attribute attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    repeated Attribute attributes = 9;
  }
  message Attribute { string key = 1; Value value = 2; }
  message Value { oneof value { string string_value = 1; int64 int_value = 3; } }
`).root.lookupType('Request');

const attributes = z
  .array(
    z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) }),
  )
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue])));
const id = z
  .string()
  .default('')
  .transform((base64) => Buffer.from(base64, 'base64').toString('hex'));
const span = z.object({ traceId: id, spanId: id, parentSpanId: id, name: z.string(), attributes });
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A span as a service sent it. */
export type SentSpan = z.output<typeof span> & { readonly service: string | undefined };

/** A collector of traces: takes what OTLP over HTTP sends. */
export class Collector {
  readonly spans: SentSpan[] = [];
  /** All that was sent, as text, to look for what must not be in it. */
  text = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (incoming, answer) => {
      void buffer(incoming).then((body) => {
        const gzip = incoming.headers['content-encoding'] === 'gzip';
        collector.take(gzip ? gunzipSync(body) : body);
        answer.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get endpoint(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(body: Buffer): void {
    this.text += body.toString('latin1');
    const decoded = REQUEST.toObject(REQUEST.decode(body), { bytes: String, longs: String });
    for (const { resource, scopeSpans } of request.parse(decoded).resourceSpans) {
      const service = resource.attributes['service.name'];
      for (const { spans } of scopeSpans) {
        this.spans.push(...spans.map((one) => ({ ...one, service })));
      }
    }
  }
}
