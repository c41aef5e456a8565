import { randomUUID } from 'node:crypto';
import type { OrderEnded } from '@refill/order-lifecycle/order-fact';
import { addNote } from './add-note';
import { applyReconciliation } from './apply-reconciliation';
import { endOrderInHistory } from './end-order-in-history';
import { finishEmailResend, getEmailResend } from './email-resend';
import { pseudonymiseCustomer, requestErasure } from './erasures';
import { finishOperatorAction } from './finish-operator-action';
import { getOrder } from './get-order';
import { listEvents } from './list-events';
import { getOperatorAction, listOperatorActions } from './list-operator-actions';
import { actionKey, type OperatorAction } from './operator-action';
import { recordOrder } from './record-order';
import { requestOperatorAction } from './request-operator-action';
import { createTestDatabase, type TestDatabase } from './test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from './test-order';

const WHO = { actor: 'ada', token: '0123abcd' };
const NOW = '2026-01-06T00:00:00.000Z';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function placedOrder(changes: { readonly customerId?: string } = {}): Promise<string> {
  const orderId = `order-${randomUUID()}`;
  const fact = placedFact();
  const subject = { ...fact.subject, ...changes };
  await recordOrder(
    test.db,
    testRecord(testSnapshot({ orderId, ...changes }), {
      events: [factEvent({ ...fact, subject })],
    }),
  );
  return orderId;
}

async function asked(
  request: Parameters<typeof requestOperatorAction>[1],
): Promise<OperatorAction> {
  const action = await requestOperatorAction(test.db, request, WHO);
  if (typeof action === 'string') throw new Error(action);
  return action;
}

async function events(orderId: string) {
  return (await listEvents(test.db, { orderId, limit: 100, after: 0 }))?.events ?? [];
}

function endedBy({ actionId }: OperatorAction): OrderEnded {
  return { type: 'order-ended', notificationId: actionKey(actionId), occurredAt: NOW };
}

describe('addNote', () => {
  it('adds it to the timeline with who wrote it, and to the actions', async () => {
    const orderId = await placedOrder();
    const event = await addNote(test.db, { orderId, text: 'called <b>them</b>' }, WHO);
    const actionId = event?.type === 'note' ? event.data.actionId : undefined;
    expect((await events(orderId)).at(-1)).toEqual(event);
    expect(event).toMatchObject({
      seq: 2,
      type: 'note',
      data: { text: 'called <b>them</b>', actor: 'ada', actionId: expect.any(String) },
    });
    expect(await listOperatorActions(test.db, orderId)).toMatchObject([
      { actionId, kind: 'note', state: 'done', reason: 'called <b>them</b>', actor: 'ada' },
    ]);
  });

  it('knows no order, no note', async () => {
    expect(await addNote(test.db, { orderId: 'nobody', text: 'x' }, WHO)).toBeNull();
    expect(await listOperatorActions(test.db, 'nobody')).toBeNull();
    expect(await getOperatorAction(test.db, randomUUID())).toBeNull();
    expect(await listOperatorActions(test.db, await placedOrder())).toEqual([]);
  });
});

describe('ending an order by hand', () => {
  it('waits, and is done in the transaction that records the end', async () => {
    const orderId = await placedOrder();
    const action = await asked({ kind: 'end-order', orderId, reason: 'test order' });
    expect(action).toMatchObject({ state: 'waiting', reason: 'test order', finishedAt: null });
    const fact = endedBy(action);
    await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'ended' }), {
        revision: 2,
        events: [factEvent(fact)],
      }),
    );
    expect(await getOperatorAction(test.db, action.actionId)).toMatchObject({
      state: 'done',
      outcome: null,
      finishedAt: expect.any(String),
    });
  });

  it('is done after all when its signal was taken in though nobody got an answer', async () => {
    const orderId = await placedOrder();
    const action = await asked({ kind: 'end-order', orderId, reason: 'test order' });
    await finishOperatorAction(test.db, action.actionId, 'HISTORY_TEMPORAL_UNAVAILABLE');
    await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'ended' }), {
        revision: 2,
        events: [factEvent(endedBy(action))],
      }),
    );
    expect(await getOperatorAction(test.db, action.actionId)).toMatchObject({
      state: 'done',
      outcome: null,
    });
  });

  it('ends an order without a workflow in the history alone, once', async () => {
    const orderId = await placedOrder();
    const action = await asked({ kind: 'end-order', orderId, reason: 'its workflow is gone' });
    const ended = { orderId, fact: endedBy(action) };
    expect(await endOrderInHistory(test.db, ended)).toBe('recorded');
    expect(await endOrderInHistory(test.db, ended)).toBe('closed');
    expect(await getOrder(test.db, orderId)).toMatchObject({ status: 'ended', next: null });
    expect((await events(orderId)).map(({ type }) => type)).toEqual([
      'order-placed',
      'order-ended',
    ]);
    expect(await getOperatorAction(test.db, action.actionId)).toMatchObject({ state: 'done' });
    const again = await requestOperatorAction(
      test.db,
      { kind: 'end-order', orderId, reason: 'again' },
      WHO,
    );
    expect(again).toBe('closed');
    const unknown = { orderId: 'nobody', fact: ended.fact };
    expect(await endOrderInHistory(test.db, unknown)).toBe('unknown-order');
  });

  it('is done, too, when another run had ended the order meanwhile', async () => {
    const orderId = await placedOrder();
    const action = await asked({ kind: 'end-order', orderId, reason: 'test order' });
    await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'shipped' }), { runId: 'another', revision: 1 }),
    );
    const late = await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'ended' }), {
        runId: 'the first',
        revision: 2,
        events: [factEvent(endedBy(action))],
      }),
    );
    expect(late).toEqual({ outcome: 'closed-elsewhere' });
    expect(await getOperatorAction(test.db, action.actionId)).toMatchObject({ state: 'done' });
  });

  it('takes an end that nobody asked for as any other fact', async () => {
    const orderId = await placedOrder();
    const fact: OrderEnded = { type: 'order-ended', notificationId: 'by hand', occurredAt: NOW };
    await recordOrder(
      test.db,
      testRecord(testSnapshot({ orderId, status: 'ended' }), {
        revision: 2,
        events: [factEvent(fact)],
      }),
    );
    expect(await getOrder(test.db, orderId)).toMatchObject({ status: 'ended' });
  });
});

describe('sending a mail again', () => {
  const request = (orderId: string) =>
    ({
      kind: 'resend-email',
      orderId,
      emailKind: 'order-placed',
      address: 'other@example.com',
      reason: null,
    }) as const;

  it('keeps the address only until it is finished, and shows it to nobody', async () => {
    const orderId = await placedOrder();
    const action = await asked(request(orderId));
    expect(JSON.stringify(action)).not.toContain('other@example.com');
    expect(await getEmailResend(test.db, action.actionId)).toEqual({
      action,
      address: 'other@example.com',
    });
    await finishEmailResend(test.db, action, null, NOW);
    await finishEmailResend(test.db, action, 'EMAIL_REFUSED', NOW);
    const resend = await getEmailResend(test.db, action.actionId);
    expect(resend).toMatchObject({ address: null, action: { state: 'done', outcome: null } });
    expect((await events(orderId)).slice(1)).toMatchObject([
      {
        type: 'email-resent',
        data: { kind: 'order-placed', actor: 'ada', otherAddress: true, actionId: action.actionId },
      },
    ]);
    expect(JSON.stringify(await events(orderId))).not.toContain('other@example.com');
  });

  it('tells why it failed', async () => {
    const orderId = await placedOrder();
    const action = await asked({ ...request(orderId), address: null });
    await finishEmailResend(test.db, action, 'EMAIL_REFUSED', NOW);
    expect((await events(orderId)).at(-1)).toMatchObject({
      type: 'email-resend-failed',
      data: { code: 'EMAIL_REFUSED', otherAddress: false },
    });
    expect(await getOperatorAction(test.db, action.actionId)).toMatchObject({
      state: 'failed',
      outcome: 'EMAIL_REFUSED',
    });
    expect(await finishOperatorAction(test.db, action.actionId, null)).toBe(false);
  });

  it('is none where the action is another, or none at all', async () => {
    const action = await asked({ kind: 'end-order', orderId: await placedOrder(), reason: 'x' });
    expect(await getEmailResend(test.db, action.actionId)).toBeNull();
    expect(await requestOperatorAction(test.db, request('nobody'), WHO)).toBe('unknown-order');
  });
});

describe('applyReconciliation', () => {
  it('writes the row anew, adds what is missing and tells what differed', async () => {
    const orderId = await placedOrder();
    const order = await getOrder(test.db, orderId);
    const shipped = { status: 'shipped', shippedAt: NOW } as const;
    const differences = [{ field: 'status', history: 'placed', temporal: 'shipped' }];
    const reconciliation = {
      snapshot: testSnapshot({ orderId, ...shipped }),
      events: [factEvent(placedFact())],
      differences,
      comparedAt: order?.updatedAt ?? '',
    };
    const action = await applyReconciliation(test.db, reconciliation, WHO);
    expect(action).toMatchObject({ kind: 'reconcile', state: 'done', actor: 'ada' });
    expect(await getOrder(test.db, orderId)).toMatchObject(shipped);
    expect(await events(orderId)).toMatchObject([
      { type: 'order-placed' },
      { type: 'reconciled', data: { differences, actor: 'ada' } },
    ]);
    // The row has changed since.
    expect(await applyReconciliation(test.db, reconciliation, WHO)).toBe('changed');
  });
});

describe('the erasure of a customer', () => {
  it("blanks what operators wrote about the customer's orders, and nothing of others'", async () => {
    const customerId = `customer-${randomUUID()}`;
    const orderId = await placedOrder({ customerId });
    const other = await placedOrder();
    for (const id of [orderId, other]) {
      await addNote(test.db, { orderId: id, text: 'Mrs X called' }, WHO);
      await asked({
        kind: 'resend-email',
        orderId: id,
        emailKind: 'order-placed',
        address: 'x@example.com',
        reason: 'Mrs X asked',
      });
    }
    const erasure = await requestErasure(test.db, customerId, WHO);
    await pseudonymiseCustomer(test.db, erasure, { batch: 10 });
    const kept = async (id: string) =>
      JSON.stringify([await events(id), await listOperatorActions(test.db, id)]);
    expect(await kept(orderId)).not.toContain('Mrs X');
    expect(await kept(orderId)).toContain('"text":"erased"');
    expect(await kept(other)).toContain('Mrs X called');
    expect(await kept(other)).toContain('Mrs X asked');
  });
});
