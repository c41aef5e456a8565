import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Resource } from '@opentelemetry/resources';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { isTracingOn } from './tracing-settings';

/** The traces of a service that writes some. */
export interface Tracing {
  /** Carry the trace over to the workflows that a client starts and signals. */
  readonly clientInterceptors: readonly WorkflowClientInterceptor[];
  /** Takes the spans of workflows, which run where nothing can be sent. */
  readonly spanProcessor: SpanProcessor;
  readonly resource: Resource;
  /** Sends what is left; gives up within a second, and never fails. */
  stop(): Promise<void>;
}

/** Told when traces could not be sent, once a minute at most; not why, for the reason may name the collector's secrets. */
export type OnExportFailure = () => void;

/**
 * Begins to trace, if that is wanted: `OTEL_EXPORTER_OTLP_ENDPOINT` switches it on, the other `OTEL_*` variables mean
 * what OpenTelemetry says. While it is off nothing of its SDK is loaded.
 * @param service the name of the service, in `service.name` as `refill-…`; `OTEL_SERVICE_NAME` wins
 * @returns `null` while it is off
 */
export async function startTracing(
  service: string,
  onExportFailure: OnExportFailure,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Tracing | null> {
  if (!isTracingOn(env)) return null;
  const { openTelemetry } = await import('./open-telemetry.js');
  return openTelemetry(service, onExportFailure);
}
