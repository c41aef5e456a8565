import { type Attributes, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** What a span says; what is `undefined` is left out. */
export type SpanAttributes = Attributes;

/** What a span is. */
export interface SpanDescription {
  readonly name: string;
  /** Whether it begins with what came from elsewhere, goes out to another system, or neither. */
  readonly kind?: 'consumer' | 'client';
  readonly attributes?: SpanAttributes;
}

const KINDS = { consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT } as const;

/**
 * Runs something as a span of the trace that runs now, or of a new one. While tracing is off it is just run.
 * @throws what `run` throws; the span tells that it failed
 */
export async function inSpan<T>(
  { name, kind, attributes = {} }: SpanDescription,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const options = { kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind], attributes };
  return await trace.getTracer('refill').startActiveSpan(name, options, async (span) => {
    try {
      return await run(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Adds to the span that runs now. Only what `KnownAttributesProcessor` knows is sent. */
export function noteOnSpan(attributes: SpanAttributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}
