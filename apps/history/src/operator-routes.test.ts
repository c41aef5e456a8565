import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { endOrderInHistory } from '@refill/order-history/end-order-in-history';
import { getOrder } from '@refill/order-history/get-order';
import { recordOrder } from '@refill/order-history/record-order';
import {
  factEvent,
  placedFact,
  TEST_SUBJECT,
  testRecord,
  testSnapshot,
} from '@refill/order-history/test-order';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { connectTemporal, type TemporalConnection } from '@refill/temporal/connection';
import { ORDER_WORKFLOW_TYPE, signalNameOf } from '@refill/temporal/order-messages';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { startTestHistory, TEST_TOKENS, type TestHistory } from './test-history';
import { type Proxy, startProxy } from './test-support/proxy';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

const { read, write } = TEST_TOKENS;
const action = z.object({
  actionId: z.string(),
  kind: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
});
const reconciliation = z.object({
  same: z.boolean(),
  applied: z.boolean(),
  workflowOpen: z.boolean(),
  historyLength: z.number(),
  differences: z.array(
    z.object({ field: z.string(), history: z.unknown(), temporal: z.unknown() }),
  ),
  missingEvents: z.array(z.object({ type: z.string() })),
  action: action.nullable(),
});
const items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

let temporal: TestTemporal;
let proxy: Proxy;
let history: TestHistory;
let client: TemporalConnection;
beforeAll(async () => {
  temporal = await startTestTemporal();
  proxy = await startProxy(temporal);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${String(proxy.port)}`;
  history = await startTestHistory({}, { actionWaitMs: 100 });
  client = connectTemporal();
});
afterAll(async () => {
  await client.close();
  await history.stop();
  await proxy.goAway();
  await temporal.stop();
});

async function record(changes: Partial<OrderSnapshot> = {}, on = history): Promise<string> {
  const orderId = `o/${randomUUID()}`;
  await recordOrder(
    on.database.db,
    testRecord(testSnapshot({ orderId, ...changes }), { events: [factEvent(placedFact())] }),
  );
  return orderId;
}
/** Starts its workflow; there is no worker, so the fact waits in its history. */
async function startWorkflow(orderId: string, { client: by } = client): Promise<void> {
  // Not `signalOrder`: this server has no search attributes of ours.
  const fact = placedFact();
  await by.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
    workflowId: orderWorkflowId(orderId),
    taskQueue: 'nobody',
    args: [{ orderId, windows: DEFAULT_ORDER_WINDOWS }],
    signal: signalNameOf(fact),
    signalArgs: [fact],
  });
}
async function post(
  orderId: string,
  what: string,
  body: object,
  on = history,
  token: string = write,
) {
  const path = `/v1/orders/${encodeURIComponent(orderId)}/${what}`;
  return await on.request(path, { method: 'POST', token, body });
}
async function get(orderId: string, what: string) {
  const path = `/v1/orders/${encodeURIComponent(orderId)}/${what}`;
  return items.parse((await history.request(path)).body).items;
}
async function reconcile(orderId: string, apply: boolean, on = history) {
  const answer = await post(orderId, 'reconcile', { apply, actor: 'Erik' }, on);
  expect(answer.status).toBe(200);
  return reconciliation.parse(answer.body);
}

describe('the routes for operators', () => {
  it('are not for the read token, nor for orders that nobody knows', async () => {
    const orderId = await record();
    for (const [what, body] of [
      ['notes', { text: 'a' }],
      ['end', { reason: 'a' }],
      ['reconcile', {}],
      ['emails/order-placed/resend', {}],
    ] as const) {
      expect((await post(orderId, what, body, history, read)).status).toBe(403);
      expect(await post('nobody', what, body)).toMatchObject({
        status: 404,
        body: { code: 'HISTORY_ORDER_NOT_FOUND' },
      });
    }
    for (const what of ['emails', 'actions']) {
      expect((await history.request(`/v1/orders/nobody/${what}`)).status).toBe(404);
    }
    expect((await history.request(`/v1/actions/${randomUUID()}`)).body).toMatchObject({
      code: 'HISTORY_ACTION_NOT_FOUND',
    });
  });

  it('add a note to the timeline, of an order that has ended too', async () => {
    const orderId = await record({ status: 'shipped' });
    const answer = await post(orderId, 'notes', { text: 'A call', actor: 'Erik' });
    expect(answer).toMatchObject({
      status: 201,
      body: { type: 'note', data: { text: 'A call', actor: 'Erik' } },
    });
    expect(await get(orderId, 'actions')).toMatchObject([
      { kind: 'note', state: 'done', actor: 'Erik', reason: 'A call' },
    ]);
  });
});

describe('POST /v1/orders/{orderId}/end', () => {
  it('tells the workflow, and is done once that has recorded it', async () => {
    const orderId = await record();
    await startWorkflow(orderId);
    const answer = await post(orderId, 'end', { reason: 'by phone', actor: 'Erik' });
    expect(answer.status).toBe(202);
    const { actionId, state } = action.parse(answer.body);
    expect(state).toBe('waiting');
    expect(answer.headers.get('location')).toBe(`/v1/actions/${actionId}`);
    const signals = await temporal.signalsOf(orderWorkflowId(orderId));
    expect(signals.map(([name]) => name)).toEqual(['OrderPlaced', 'OrderEnded']);
    // As the worker records it.
    const fact = {
      type: 'order-ended',
      notificationId: `action:${actionId}`,
      occurredAt: new Date().toISOString(),
    } as const;
    await recordOrder(
      history.database.db,
      testRecord(testSnapshot({ orderId, status: 'ended' }), {
        revision: 2,
        events: [factEvent(fact)],
      }),
    );
    expect((await history.request(`/v1/actions/${actionId}`)).body).toMatchObject({
      state: 'done',
      outcome: null,
      reason: 'by phone',
    });
    expect(await post(orderId, 'end', { reason: 'again' })).toMatchObject({
      status: 409,
      body: { code: 'HISTORY_ORDER_CLOSED' },
    });
  });

  it('ends it in the history where there is no workflow any more', async () => {
    const orderId = await record();
    expect(await post(orderId, 'end', { reason: 'gone' })).toMatchObject({
      status: 200,
      body: { state: 'done', kind: 'end-order' },
    });
    expect(await getOrder(history.database.db, orderId)).toMatchObject({ status: 'ended' });
    expect((await get(orderId, 'events')).map(({ type }) => type)).toEqual([
      'order-placed',
      'order-ended',
    ]);
  });

  it('ends it in the history where the workflow was terminated', async () => {
    const orderId = await record();
    await startWorkflow(orderId);
    await temporal.end(orderWorkflowId(orderId));
    expect((await post(orderId, 'end', { reason: 'stuck' })).status).toBe(200);
    expect(await getOrder(history.database.db, orderId)).toMatchObject({ status: 'ended' });
  });

  it('says so when Temporal is down, and leaves an action that has failed', async () => {
    const orderId = await record();
    await startWorkflow(orderId);
    await proxy.goAway();
    try {
      const answer = await post(orderId, 'end', { reason: 'by phone' });
      expect(answer).toMatchObject({ status: 503, body: { code: 'HISTORY_TEMPORAL_UNAVAILABLE' } });
    } finally {
      await proxy.comeBack();
    }
    expect(await get(orderId, 'actions')).toMatchObject([
      { kind: 'end-order', state: 'failed', outcome: 'HISTORY_TEMPORAL_UNAVAILABLE' },
    ]);
    expect(await getOrder(history.database.db, orderId)).toMatchObject({ status: 'placed' });
  });
});

describe('POST /v1/orders/{orderId}/emails/{kind}/resend', () => {
  it('starts the workflow that sends it, without the address', async () => {
    const orderId = await record();
    const answer = await post(orderId, 'emails/order-placed/resend', {
      to: 'other@example.com',
      reason: 'lost',
    });
    expect(answer).toMatchObject({ status: 202, body: { state: 'waiting', otherAddress: true } });
    expect(JSON.stringify(answer.body)).not.toContain('other@example.com');
    const { actionId } = action.parse(answer.body);
    const handle = client.client.workflow.getHandle(`resend-email:${actionId}`);
    const { type, status } = await handle.describe();
    expect([type, status.name]).toEqual(['resendEmail', 'RUNNING']);
    expect(JSON.stringify(await handle.fetchHistory())).not.toContain(
      Buffer.from('other@example.com').toString('base64').slice(0, 16),
    );
  });

  it('goes to the own address without another', async () => {
    const answer = await post(await record(), 'emails/order-placed/resend', {});
    expect(answer).toMatchObject({ status: 202, body: { otherAddress: false, reason: null } });
  });

  it.each([
    ['item-shipped', {}],
    ['ship-overdue', { status: 'awaiting-shipment' }],
    ['order-placed', { deviceDeregisteredAt: '2026-01-06T10:00:00.000Z' }],
    ['order-placed', { status: 'cancelled' }],
  ] as const)('refuses %s where it is not due: %j', async (kind, changes) => {
    const orderId = await record(changes);
    expect(await post(orderId, `emails/${kind}/resend`, {})).toMatchObject({
      status: 409,
      body: { code: 'HISTORY_EMAIL_NOT_DUE' },
    });
    expect(await get(orderId, 'actions')).toEqual([]);
  });

  it('says so when Temporal is down, in the timeline too', async () => {
    const orderId = await record();
    await proxy.goAway();
    try {
      expect((await post(orderId, 'emails/order-placed/resend', {})).status).toBe(503);
    } finally {
      await proxy.comeBack();
    }
    expect((await get(orderId, 'events')).at(-1)).toMatchObject({
      type: 'email-resend-failed',
      data: { code: 'HISTORY_TEMPORAL_UNAVAILABLE' },
    });
  });
});

describe('POST /v1/orders/{orderId}/reconcile', () => {
  it('shows what was tampered with, and mends it', async () => {
    const orderId = await record();
    await startWorkflow(orderId);
    await reconcile(orderId, true);
    expect(await reconcile(orderId, true)).toMatchObject({
      same: true,
      applied: false,
      action: null,
      workflowOpen: true,
    });
    const before = await getOrder(history.database.db, orderId);
    const { db } = history.database;
    await db
      .updateTable('orders')
      .set({ slot_id: 'Another', test: true })
      .where('order_id', '=', orderId)
      .execute();
    await db
      .deleteFrom('order_events')
      .where('order_id', '=', orderId)
      .where('type', '=', 'order-placed')
      .execute();
    const shown = await reconcile(orderId, false);
    expect(shown).toMatchObject({ same: false, applied: false, action: null });
    expect(shown.differences).toEqual([
      { field: 'slotId', history: 'Another', temporal: TEST_SUBJECT.slotId },
      { field: 'test', history: true, temporal: false },
    ]);
    expect(shown.missingEvents).toMatchObject([{ type: 'order-placed' }]);
    expect(await getOrder(db, orderId)).toMatchObject({ slotId: 'Another' });
    expect(await reconcile(orderId, true)).toMatchObject({
      applied: true,
      action: { kind: 'reconcile', state: 'done' },
    });
    expect(await getOrder(db, orderId)).toEqual({ ...before, updatedAt: expect.any(String) });
    expect((await get(orderId, 'events')).at(-1)).toMatchObject({
      type: 'reconciled',
      data: { differences: shown.differences, actor: 'Erik' },
    });
    expect((await reconcile(orderId, false)).same).toBe(true);
  });

  it('counts what PostgreSQL alone knows of an order that was ended without its workflow', async () => {
    const orderId = await record();
    await startWorkflow(orderId);
    await temporal.end(orderWorkflowId(orderId));
    const fact = {
      type: 'order-ended',
      notificationId: 'action:x',
      occurredAt: '2026-01-05T11:00:00.000Z',
    } as const;
    expect(await endOrderInHistory(history.database.db, { orderId, fact })).toBe('recorded');
    const { differences, workflowOpen } = await reconcile(orderId, false);
    expect(workflowOpen).toBe(false);
    expect(differences.map(({ field }) => field)).not.toContain('status');
  });

  it('refuses what Temporal does not hold', async () => {
    expect(await post(await record(), 'reconcile', {})).toMatchObject({
      status: 409,
      body: { code: 'HISTORY_WORKFLOW_GONE' },
    });
  });

  it('refuses a workflow that is none of ours', async () => {
    const orderId = await record();
    await temporal.start(orderWorkflowId(orderId));
    expect(await post(orderId, 'reconcile', {})).toMatchObject({
      status: 409,
      body: { code: 'HISTORY_WORKFLOW_UNREADABLE' },
    });
  });

  it('says so when Temporal is down', async () => {
    const orderId = await record();
    await proxy.goAway();
    try {
      expect(await post(orderId, 'reconcile', {})).toMatchObject({
        status: 503,
        body: { code: 'HISTORY_TEMPORAL_UNAVAILABLE' },
      });
    } finally {
      await proxy.comeBack();
    }
  });

  it('reads encrypted payloads, and says so where the key is missing', async () => {
    process.env['TEMPORAL_ENCRYPTION_KEYS'] = `k1:${randomBytes(32).toString('base64')}`;
    const encrypting = connectTemporal();
    const other = await startTestHistory();
    delete process.env['TEMPORAL_ENCRYPTION_KEYS'];
    try {
      const orderId = await record({}, other);
      await startWorkflow(orderId, encrypting);
      await reconcile(orderId, true, other);
      expect((await reconcile(orderId, false, other)).same).toBe(true);
      await recordOrder(history.database.db, testRecord(testSnapshot({ orderId })));
      expect(await post(orderId, 'reconcile', {})).toMatchObject({
        status: 409,
        body: { code: 'HISTORY_WORKFLOW_UNREADABLE' },
      });
    } finally {
      await other.stop();
      await encrypting.close();
    }
  });
});
