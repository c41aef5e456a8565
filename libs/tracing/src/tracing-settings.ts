/**
 * Whether traces are wanted: an endpoint for them is set, and nothing switches them off.
 * Source: OpenTelemetry's "Environment Variable Specification" and "OTLP Exporter Configuration".
 */
export function isTracingOn(env: NodeJS.ProcessEnv): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  if (env['OTEL_TRACES_EXPORTER'] === 'none') return false;
  return (
    isSet(env['OTEL_EXPORTER_OTLP_ENDPOINT']) || isSet(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])
  );
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
