import { planSimulation } from './plan-simulation';
import { runSimulation, type SimulationTools } from './run-simulation';
import { cancelled } from './scenarios/cancelled';
import { choose } from './scenarios/choose';
import { happy } from './scenarios/happy';
import { outOfOrder } from './scenarios/out-of-order';
import { unresolved } from './scenarios/unresolved';
import { openOrderHistory } from './order-history';
import type { Scenario } from './scenario';
import { createFakeClock } from './test-support/fake-clock';
import { startFakeStack, type FakeStack, type StackAnswer } from './test-support/fake-stack';
import { createRecordedTerminal } from './test-support/recorded-terminal';
import { NOW, simulationRequest } from './test-support/requests';

let stack: FakeStack | null = null;

afterEach(async () => {
  await stack?.stop();
  stack = null;
});

const ORDER = {
  orderId: 'order-1',
  status: 'shipped',
  cancellationReason: null,
  items: [{ asin: 'asin-1', quantity: 2, unit: 'count', estimatedDelivery: null, shipped: true }],
  placedAt: '2026-03-01T12:00:00.000Z',
  cancelledAt: null,
  shippedAt: '2026-03-01T12:00:15.000Z',
  estimatedDelivery: null,
  deviceDeregisteredAt: null,
  attention: [],
  workflow: { url: 'http://127.0.0.1:8233/workflow' },
};

const EVENTS = [
  { seq: 1, type: 'order-placed', occurredAt: ORDER.placedAt, data: { fact: {} } },
  { seq: 2, type: 'email-sent', occurredAt: ORDER.shippedAt, data: { kind: 'item-shipped' } },
];

/** A stack whose history shows the order in the states given, one after the other, and then the last. */
async function startStack(options: {
  readonly sns?: readonly number[];
  readonly snsProblem?: string;
  readonly orders?: readonly (object | null)[];
}): Promise<FakeStack> {
  const sns = [...(options.sns ?? [])];
  const orders = [...(options.orders ?? [ORDER])];
  const ordersLeft = (): object | null | undefined =>
    orders.length > 1 ? orders.shift() : orders[0];
  stack = await startFakeStack(({ url }): StackAnswer => {
    if (url === '/v1/replenishments') return { status: 202 };
    if (url.startsWith('/v1/orders/order-1/events')) {
      return { status: 200, json: { items: EVENTS, nextCursor: null } };
    }
    if (url.startsWith('/v1/orders/')) {
      const order = ordersLeft();
      return order == null ? { status: 404, json: {} } : { status: 200, json: order };
    }
    const status = sns.shift() ?? 200;
    return status === 200 ? { status } : { status, json: { code: options.snsProblem ?? 'A_CODE' } };
  });
  return stack;
}

function toolsFor({ url }: FakeStack, withHistory = true) {
  const clock = createFakeClock(NOW);
  const terminal = createRecordedTerminal();
  const stop = new AbortController();
  const tools: SimulationTools = {
    target: url,
    sign: (message, timestamp) => ({
      headers: { 'x-amz-sns-message-id': message.messageId },
      body: JSON.stringify({ Timestamp: timestamp.toISOString(), ...message.body }),
    }),
    ingestionToken: 'ingestion-token',
    history: withHistory ? openOrderHistory({ url, readToken: 'r', writeToken: 'w' }) : null,
    certificateFolder: '/certificates',
    clock,
    terminal,
    signal: stop.signal,
  };
  return { tools, clock, terminal, stop };
}

const simulationOf = (scenario: Scenario, times = 1) =>
  planSimulation(scenario, simulationRequest({ times }));

it('sends each notification when it is due and reports how the order ended', async () => {
  const running = await startStack({
    orders: [null, { ...ORDER, status: 'awaiting-shipment' }, ORDER],
  });
  const { tools, terminal, clock } = toolsFor(running);
  expect(await runSimulation(simulationOf(happy), tools)).toBe(true);
  const sent = running.requests.filter((request) => request.url === '/sns');
  expect(sent).toHaveLength(2);
  expect(sent[1]?.headers['x-amz-sns-message-id']).toBeDefined();
  expect(clock.now()).toBeGreaterThanOrEqual(NOW + 15_000);
  const text = terminal.text();
  expect(text).toMatch(/… 10 s: waiting for the time in which the customer may cancel to end/);
  expect(text).toMatch(/> OrderPlaced 2\.0: 2 count of B0SIMFILTR.*\[200, \d+ ms\]/);
  expect(text).toMatch(/= Refill: awaiting-shipment/);
  expect(text).toMatch(/= Refill: shipped/);
  expect(text).toMatch(/item +2 count of asin-1, shipped/);
  expect(text).toMatch(/ 1 {2}2026-03-01 .* order-placed/);
  expect(text).toMatch(/ 2 {2}2026-03-01 .* email-sent +item-shipped/);
});

it('tries again after a 503, as SNS would, and says so', async () => {
  const running = await startStack({ sns: [503, 503, 200] });
  const { tools, terminal, clock } = toolsFor(running, false);
  expect(await runSimulation(simulationOf(outOfOrder), tools)).toBe(true);
  expect(terminal.text()).toMatch(/! 503 A_CODE: again in 1 s[^]*! 503 A_CODE: again in 2 s/);
  expect(terminal.text()).toMatch(/\[200, \d+ ms, attempt 3\]/);
  expect(clock.waits.slice(0, 2)).toEqual([1_000, 2_000]);
});

it('gives up after a minute', async () => {
  const running = await startStack({ sns: Array.from({ length: 20 }, () => 503) });
  const { tools, clock } = toolsFor(running);
  await expect(runSimulation(simulationOf(happy), tools)).rejects.toThrow(
    /SIMULATOR_NOT_TAKEN: it could not be delivered within a minute: 503 A_CODE/,
  );
  expect(clock.now() - NOW).toBeLessThanOrEqual(60_000);
  expect(clock.now() - NOW).toBeGreaterThan(40_000);
});

it('tries again when nobody answers', async () => {
  const running = await startStack({});
  const { tools, terminal } = toolsFor(running);
  await running.stop();
  await expect(runSimulation(simulationOf(happy), tools)).rejects.toThrow(
    /no answer \(ECONNREFUSED\).*npm start/,
  );
  expect(terminal.text()).toContain('! no answer (ECONNREFUSED): again in 1 s');
});

it('stops at a 403 without trying again, and tells what to do', async () => {
  const running = await startStack({ sns: [403], snsProblem: 'SNS_TOPIC_NOT_ALLOWED' });
  const { tools, clock } = toolsFor(running);
  await expect(runSimulation(simulationOf(happy), tools)).rejects.toThrow(
    /the stack refused it: 403 SNS_TOPIC_NOT_ALLOWED.*--topic-arn/,
  );
  expect(running.requests).toHaveLength(1);
  expect(clock.waits).toEqual([]);
});

it('repeats a redelivery byte by byte', async () => {
  const running = await startStack({});
  const { tools, terminal } = toolsFor(running);
  await runSimulation(simulationOf(outOfOrder), tools);
  const bodies = running.requests.flatMap(({ url, body }) => (url === '/sns' ? [body] : []));
  expect(bodies).toHaveLength(4);
  expect(bodies[1]).toBe(bodies[0]);
  expect(bodies[3]).toBe(bodies[2]);
  expect(bodies[2]).not.toBe(bodies[0]);
  expect(terminal.text()).toContain('the same again: ItemShipped');
});

it('reports a Replenish call with the token', async () => {
  const running = await startStack({
    orders: [{ ...ORDER, status: 'cancelled', cancellationReason: 'unresolved' }],
  });
  const { tools, terminal } = toolsFor(running, false);
  expect(await runSimulation(simulationOf(unresolved), tools)).toBe(true);
  const [replenishment] = running.requests;
  expect(replenishment?.url).toBe('/v1/replenishments');
  expect(replenishment?.headers.authorization).toBe('Bearer ingestion-token');
  expect(JSON.parse(replenishment?.body ?? '')).toEqual({
    eventInstanceId: 'order-1',
    detailCode: 'STANDARD_ORDER_PLACED',
    modelId: 'model-1',
    serialNumber: 'serial-1',
    slotId: 'slot-1',
    customerId: 'customer-1',
    requestedAt: '2026-02-26T12:00:15.250Z',
  });
  expect(terminal.text()).toContain('Refill waits 1 min for it (ORDER_SETTLE)');
});

it('tells when an order does not end as expected, after a bounded wait', async () => {
  const running = await startStack({ orders: [{ ...ORDER, status: 'placed' }] });
  const { tools, terminal, clock } = toolsFor(running);
  expect(await runSimulation(simulationOf(cancelled), tools)).toBe(false);
  expect(terminal.text()).toMatch(
    /! Refill: placed; expected cancelled \(customer\) +\(after 30 s\)/,
  );
  expect(clock.now() - NOW).toBeLessThan(60_000);
});

it('tells when the history does not know the order', async () => {
  const running = await startStack({ orders: [null] });
  const { tools, terminal } = toolsFor(running);
  expect(await runSimulation(simulationOf(outOfOrder), tools)).toBe(false);
  expect(terminal.text()).toContain('! Refill: unknown to the history; expected shipped');
});

it('counts an intermediate state that was never seen', async () => {
  // Ends as shipped, but was never seen awaiting its shipment.
  const { tools } = toolsFor(await startStack({}));
  expect(await runSimulation(simulationOf(happy), tools)).toBe(false);
});

it('stops between two steps when it is told to', async () => {
  const running = await startStack({});
  const { tools, stop } = toolsFor(running, false);
  const { clock } = tools;
  const stopping: SimulationTools = {
    ...tools,
    clock: {
      now: () => clock.now(),
      wait: async (ms, signal) => {
        stop.abort();
        await clock.wait(ms, signal);
      },
    },
  };
  await expect(runSimulation(simulationOf(happy), stopping)).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(running.requests).toHaveLength(1);
});

it('tells which order a line is about when there are several', async () => {
  const { tools, terminal } = toolsFor(await startStack({}), false);
  await runSimulation(simulationOf(cancelled, 2), tools);
  expect(terminal.lines.slice(0, 2)).toEqual(['#1  order-1', '#2  order-1-2']);
  expect(terminal.text()).toMatch(/> #1 OrderCancelled[^]*> #2 OrderPlaced/);
});

describe('a simulated device', () => {
  const DEVICE = {
    device: { modelId: 'model-1', serialNumber: 'serial-1' },
    status: 'subscribed',
    registeredAt: new Date(NOW).toISOString(),
    deregisteredAt: null,
    slots: [
      {
        slotId: 'slot-1',
        subscribed: true,
        products: [{ asin: 'B0SIMFILTR' }],
        cause: 'product-chosen',
      },
    ],
    workflow: { url: 'http://127.0.0.1:8233/workflow' },
  };
  const mail = (seq: number, kind: string) => ({
    seq,
    type: 'email-sent',
    occurredAt: '2026-03-01T12:00:05.000Z',
    data: { kind },
  });

  async function startDeviceStack(mails: readonly string[]): Promise<FakeStack> {
    const devices: object[] = [{ ...DEVICE, status: 'registered', slots: [] }];
    stack = await startFakeStack(({ url }): StackAnswer => {
      if (url.startsWith('/v1/devices/model-1/serial-1/events')) {
        const changes = [{ slotId: 'slot-1', cause: 'product-chosen' }];
        const changed = { ...mail(9, ''), type: 'subscription-changed', data: { changes } };
        const items = [...mails.map((kind, index) => mail(index + 1, kind)), changed];
        return { status: 200, json: { items, nextCursor: null } };
      }
      if (url === '/v1/devices/model-1/serial-1') {
        return { status: 200, json: devices.shift() ?? DEVICE };
      }
      return { status: 200 };
    });
    return stack;
  }

  it('is reported with its slots, causes and mails', async () => {
    const running = await startDeviceStack(['device-welcome', 'subscription-changed']);
    const { tools, terminal } = toolsFor(running);
    expect(await runSimulation(simulationOf(choose), tools)).toBe(true);
    const text = terminal.text();
    expect(text).toMatch(/> DeviceRegistered: model-1\/serial-1 {2}\[200/);
    expect(text).toMatch(
      /> SubscriptionChanged 2\.0: model-1\/serial-1, slot-1 on \(B0SIMFILTR\) {2}\[200/,
    );
    expect(text).toMatch(/= Refill: subscribed, slot-1: product-chosen, mail device-welcome/);
    expect(text).toMatch(/slot +slot-1: subscribed to B0SIMFILTR \(product-chosen\)/);
    expect(text).toMatch(/subscription-changed +slot-1: product-chosen/);
    expect(text).toMatch(/email-sent +device-welcome/);
  });

  it('is not as expected while a mail is missing', async () => {
    const running = await startDeviceStack(['device-welcome']);
    const { tools, terminal } = toolsFor(running);
    expect(await runSimulation(simulationOf(choose), tools)).toBe(false);
    expect(terminal.text()).toMatch(/! Refill: .*expected .*mail subscription-changed/);
  });
});
