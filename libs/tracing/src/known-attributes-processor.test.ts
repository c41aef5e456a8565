import { SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { KnownAttributesProcessor } from './known-attributes-processor';

it('sends what it knows, and nothing else', async () => {
  const sent = new InMemorySpanExporter();
  const processor = new KnownAttributesProcessor(new SimpleSpanProcessor(sent));
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const span = provider.getTracer('test').startSpan('RunWorkflow:orderLifecycle');
  span.setAttributes({
    workflowId: 'order:o-1',
    'refill.order_id': 'o-1',
    customerId: 'amzn1.account.SECRET',
    'email.to': 'somebody@private.example',
  });
  span.recordException(new Error('no such mailbox: somebody@private.example'));
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'somebody@private.example' });
  span.end();
  await provider.forceFlush();
  expect(
    sent
      .getFinishedSpans()
      .map(({ attributes, events, status }) => ({ attributes, events, status })),
  ).toEqual([
    {
      attributes: { workflowId: 'order:o-1', 'refill.order_id': 'o-1' },
      events: [],
      status: { code: SpanStatusCode.ERROR },
    },
  ]);
});
