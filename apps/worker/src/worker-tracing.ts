import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import type { OpenTelemetrySinks } from '@temporalio/interceptors-opentelemetry';
import type { Tracing } from '@refill/tracing/start-tracing';

/** What Temporal's library puts into the workflow bundle: a span for each run, signal and activity. */
export const WORKFLOW_TRACING_MODULE =
  require.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors');

/** What a worker needs for its workflows and activities to be in the traces. */
export interface WorkerTracing {
  readonly activity: ActivityInterceptorsFactory;
  readonly sinks: InjectedSinks<OpenTelemetrySinks>;
}

/** Makes it; Temporal's library is loaded only here, when it is wanted. */
export async function workerTracing({ spanProcessor, resource }: Tracing): Promise<WorkerTracing> {
  const temporal = await import('@temporalio/interceptors-opentelemetry');
  return {
    activity: (context) => ({
      inbound: new temporal.OpenTelemetryActivityInboundInterceptor(context),
      outbound: new temporal.OpenTelemetryActivityOutboundInterceptor(context),
    }),
    sinks: { exporter: temporal.makeWorkflowExporter(spanProcessor, resource) },
  };
}
