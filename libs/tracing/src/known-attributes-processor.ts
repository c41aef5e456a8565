import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';

/**
 * All that a span may say, besides its name and whether it failed. Temporal's interceptors add everything that a workflow knows of itself, its search
 * attributes with the customer's id among it.
 */
const KNOWN = new Set([
  'messaging.system',
  'messaging.operation.type',
  'refill.order_id',
  'refill.notification_id',
  'refill.notification_type',
  'refill.notification_version',
  'refill.outcome',
  'refill.code',
  'run_id',
  'runId',
  'temporalActivityId',
  'temporalWorkflowId',
  'workflowId',
  'workflowType',
]);

/** Takes everything else out of spans before they are sent: no personal data leaves with a trace. */
export class KnownAttributesProcessor implements SpanProcessor {
  /** @param next what sends them */
  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, parent: Context): void {
    this.next.onStart(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    for (const name of Object.keys(span.attributes)) {
      if (!KNOWN.has(name)) Reflect.deleteProperty(span.attributes, name);
    }
    // Texts of errors: those of libraries may quote what they were given. The log has the error, with the trace's id.
    span.events.splice(0);
    Reflect.deleteProperty(span.status, 'message');
    this.next.onEnd(span);
  }

  async forceFlush(): Promise<void> {
    await this.next.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.next.shutdown();
  }
}
