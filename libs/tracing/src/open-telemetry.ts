import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResourcesSync, envDetectorSync, Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { KnownAttributesProcessor } from './known-attributes-processor';
import type { OnExportFailure, Tracing } from './start-tracing';

/**
 * How long the last spans may take to be sent, in ms: a collector that is down must not hold up the stop, of which
 * finishing what has begun may take nearly all.
 */
const STOP_TIMEOUT_MS = 700;

/** A collector that is down fails every few seconds; so often at most is it told, in ms. */
const TOLD_EVERY_MS = 60_000;

/** Loads OpenTelemetry's SDK and begins to trace; once per process. */
export function openTelemetry(service: string, onExportFailure: OnExportFailure): Tracing {
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = (): void => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    onExportFailure();
  };
  setGlobalErrorHandler(tell);
  const resource = new Resource({
    ...Resource.default().attributes,
    'service.name': `refill-${service}`,
    'service.namespace': 'refill',
    ...detectResourcesSync({ detectors: [envDetectorSync] }).attributes,
  });
  const spanProcessor = new KnownAttributesProcessor(
    new BatchSpanProcessor(new OTLPTraceExporter()),
  );
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  provider.register();
  return {
    clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor()],
    spanProcessor,
    resource,
    stop: async () => {
      const ended = provider.shutdown().catch(tell);
      await Promise.race([ended, after(STOP_TIMEOUT_MS)]);
    },
  };
}

async function after(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
