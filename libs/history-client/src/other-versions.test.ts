import { ORDER } from './test-support/canned-answers';
import {
  failureOf,
  type ScriptedServer,
  startScriptedServer,
} from './test-support/scripted-server';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

/** Without some of its fields. */
function without(from: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
}

describe('a newer server', () => {
  it('may send values and fields that are not known here, which stay as they came', async () => {
    const newer = {
      ...ORDER,
      status: 'out-for-delivery',
      cancellationReason: 'recalled',
      attention: ['ship-overdue', 'lost-on-the-way'],
      items: [{ asin: 'B01', shipped: true, weight: { grams: 5 } }],
      carrier: { name: 'Any', stops: [1, 2] },
      device: { ...ORDER.device, colour: 'red' },
    };
    server.answer({ body: newer });
    const order = await server.client().orders.get('o');
    expect(order).toEqual({
      ...newer,
      items: [{ ...newer.items[0], quantity: null, unit: null, estimatedDelivery: null }],
    });
  });

  it('may send events of a new type, with anything inside', async () => {
    const event = {
      seq: 1,
      type: 'parcel-scanned',
      occurredAt: '2026-01-05T10:00:00.000Z',
      recordedAt: '2026-01-05T10:00:00.000Z',
      notificationId: null,
      data: { scan: [1, { deep: true }] },
      by: 'x',
    };
    const page = { items: [event], nextCursor: null, total: 1 };
    server.answer({ body: page });
    const client = server.client();
    expect(await client.orders.eventsPage('o')).toEqual(page);
    expect(await client.devices.eventsPage({ modelId: 'm', serialNumber: 's' })).toEqual(page);
  });

  it('may have new states and outcomes everywhere else', async () => {
    const message = {
      id: '1',
      messageId: 'm',
      transport: 'kinesis',
      reasonCode: 'NEW',
      detail: 'd',
      untrusted: false,
      state: 'parked',
      attempts: 1,
      receivedAt: 't',
      lastReceivedAt: 't',
      bodyBytes: 1,
      body: '{}',
      headers: { a: { b: 1 } },
      actions: [{ action: 'parked', at: 't', outcome: 'split' }],
    };
    server.answer({ body: message });
    expect(await server.client().quarantine.get('1')).toMatchObject({
      transport: 'kinesis',
      state: 'parked',
      actions: [{ action: 'parked', outcome: 'split', actor: null, note: null }],
    });
  });

  it('does not get its __proto__ taken for more than a field', async () => {
    server.answer({ body: JSON.stringify(ORDER).replace('{', '{"__proto__":{"polluted":true},') });
    const order = await server.client().orders.get('o');
    expect(order).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});

// What a server one minor version older may leave out is null or empty, never undefined. A field that is new in
// the client and neither nullable nor `added` makes these fail.
describe('an older server', () => {
  it('may not know any field of an order that can be unknown', async () => {
    const older = without(
      ORDER,
      'cancellationReason',
      'items',
      'requestedAt',
      'cancellableUntil',
      'cancelledAt',
      'shippedAt',
      'estimatedDelivery',
      'deviceDeregisteredAt',
      'attention',
    );
    server.answer({ body: { ...older, workflow: { workflowId: 'w', runId: 'r' } } });
    expect(await server.client().orders.get('o')).toEqual({
      ...ORDER,
      items: [],
      workflow: { workflowId: 'w', runId: 'r', url: null },
    });
  });

  it('may not know erasures', async () => {
    server.answer({ body: { deferred: { count: 0 }, quarantine: { open: 1 } } });
    expect(await server.client().status()).toEqual({
      deferred: { count: 0, oldestReceivedAt: null },
      quarantine: { open: 1, oldestReceivedAt: null, byReason: [] },
      erasures: null,
    });
  });

  it('may not know the slots of a device, nor the version of its subscription', async () => {
    const older = {
      device: { modelId: 'm', serialNumber: 's' },
      customerId: 'c',
      status: 'registered',
      lastNotificationAt: 't',
      workflow: { workflowId: 'w' },
      updatedAt: 't',
    };
    server.answer({ body: older });
    expect(await server.client().devices.get(older.device)).toEqual({
      ...older,
      registeredAt: null,
      deregisteredAt: null,
      subscriptionChangedAt: null,
      subscriptionVersion: null,
      slots: [],
      workflow: { workflowId: 'w', runId: null, url: null },
      openOrders: [],
    });
  });

  it('answers 404 where it has no such route', async () => {
    server.answer({
      status: 404,
      body: { type: 'urn:refill:problem:NOT_FOUND', title: 't', status: 404, code: 'NOT_FOUND' },
    });
    expect(await failureOf(server.client().versions.get())).toMatchObject({ code: 'NOT_FOUND' });
  });
});
