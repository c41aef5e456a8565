import { newOrderId, Refill } from '../test-support/refill';
import { until } from '../test-support/until';
import { Collector, type SentSpan } from './test-support/collector';

const CUSTOMER = { email: 'somebody@private.example', name: 'Grace Private' };
const CUSTOMER_ID = 'amzn1.account.E2E';

let collector: Collector;
let refill: Refill;
beforeAll(async () => {
  collector = await Collector.start();
  refill = await Refill.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  await refill.putContact(CUSTOMER_ID, CUSTOMER);
}, 120_000);
afterAll(async () => {
  await refill.stop();
  await collector.stop();
});

/** The spans of the trace in which a message about an order was received, once they all are there. */
async function traceOf(notificationId: string, wanted: readonly string[]): Promise<SentSpan[]> {
  return await until(
    () => {
      const first = collector.spans.find(
        ({ attributes }) => attributes['refill.notification_id'] === notificationId,
      );
      return Promise.resolve(
        first === undefined
          ? []
          : collector.spans.filter(({ traceId }) => traceId === first.traceId),
      );
    },
    (spans) => wanted.every((name) => spans.some((span) => span.name === name)),
    30_000,
  );
}

/** The names from a span up to the one that began the trace. */
function pathOf(spans: readonly SentSpan[], name: string): readonly string[] {
  const span = spans.find((one) => one.name === name);
  const path: string[] = [];
  for (let at = span; at !== undefined;) {
    const { parentSpanId } = at;
    path.unshift(at.name);
    at = spans.find(({ spanId }) => spanId === parentSpanId);
  }
  return path;
}

function logLine(app: 'ingestion' | 'worker', words: string): Record<string, unknown> {
  const line = refill
    .service(app)
    .log.split('\n')
    .find((one) => one.includes(words));
  return JSON.parse(line ?? '{}') as Record<string, unknown>;
}

it('leads from the notification through the workflow to the mail', async () => {
  const orderId = newOrderId();
  const notificationId = `amzn1.dash.notification.v1.${orderId}`;
  const body = refill.amazon.notification('OrderPlacedNotification', { orderId, notificationId });
  expect(await refill.post(body)).toBe(200);
  await refill.eventOf(orderId, 'email-sent');
  // The workflow's own span ends, and is sent, when the order does.
  await refill.post(refill.amazon.notification('ItemShippedNotification', { orderId }));
  const spans = await traceOf(notificationId, [
    'RunActivity:recordHistory',
    'SMTP send',
    'RunWorkflow:orderLifecycle',
  ]);
  expect(pathOf(spans, 'SMTP send')).toEqual([
    'process sns',
    'SignalWithStartWorkflow:orderLifecycle',
    'RunWorkflow:orderLifecycle',
    'StartActivity:recordHistory',
    'RunActivity:recordHistory',
    'SMTP send',
  ]);
  expect(spans.find(({ name }) => name === 'process sns')).toMatchObject({
    service: 'refill-ingestion',
    parentSpanId: '',
    attributes: {
      'refill.order_id': orderId,
      'refill.notification_type': 'OrderPlacedNotification',
      'refill.notification_version': '2.0',
      'refill.outcome': 'taken',
    },
  });
  expect(spans.find(({ name }) => name === 'SMTP send')?.service).toBe('refill-worker');
  const taken = logLine('ingestion', '"notification taken"');
  expect(taken).toMatchObject({ orderId, notificationId, traceId: spans[0]?.traceId });
});

it('takes neither the customer’s id nor their name or address along', () => {
  expect(collector.spans.length).toBeGreaterThan(10);
  for (const secret of [CUSTOMER_ID, CUSTOMER.email, CUSTOMER.name]) {
    expect(collector.text).not.toContain(secret);
  }
});

it('lets orders that began with traces go on without them, and the other way round', async () => {
  const [traced, untraced] = [newOrderId(), newOrderId()];
  const tell = async (type: 'OrderPlacedNotification' | 'ItemShippedNotification', id: string) => {
    expect(await refill.post(refill.amazon.notification(type, { orderId: id }))).toBe(200);
  };
  await tell('OrderPlacedNotification', traced);
  await refill.eventOf(traced, 'email-sent');
  await refill.service('worker').stop();
  await refill.run('worker', { OTEL_SDK_DISABLED: 'true' });
  await tell('ItemShippedNotification', traced);
  await refill.orderWith(traced, 'shipped');
  await tell('OrderPlacedNotification', untraced);
  await refill.eventOf(untraced, 'email-sent');
  await refill.service('worker').stop();
  await refill.run('worker');
  await tell('ItemShippedNotification', untraced);
  await refill.orderWith(untraced, 'shipped');
}, 90_000);

it('does no harm when nobody takes the traces', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  await refill.service('ingestion').stop();
  await refill.run('ingestion', env);
  const orderId = newOrderId();
  const body = refill.amazon.notification('OrderPlacedNotification', { orderId });
  expect(await refill.post(body)).toBe(200);
  await refill.orderWith(orderId, 'placed');
  expect(await refill.service('ingestion').stop()).toBe(0);
  await refill.run('ingestion');
});
