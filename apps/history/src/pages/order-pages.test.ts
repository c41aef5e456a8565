import { randomUUID } from 'node:crypto';
import { settleEmail } from '@refill/order-history/claim-email';
import { getOrder } from '@refill/order-history/get-order';
import { listOperatorActions } from '@refill/order-history/list-operator-actions';
import { recordOrder } from '@refill/order-history/record-order';
import { createTestDatabase } from '@refill/order-history/test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { connectTemporal, type TemporalConnection } from '@refill/temporal/connection';
import { ORDER_WORKFLOW_TYPE, signalNameOf } from '@refill/temporal/order-messages';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { startTestHistory, type TestHistory } from '../test-history';
import { type Proxy, startProxy } from '../test-support/proxy';
import { startTestTemporal, type TestTemporal } from '../test-support/test-temporal';
import { visit, type Visitor } from './test-support/visitor';

const MARKUP = '<img src=x onerror="alert(1)">';
const SHOWN = '&lt;img src=x onerror=';

/** Every form of an order's page, each filled in as it has to be. */
const FORMS = [
  ['notes', { text: 'a note' }],
  ['resend', { kind: 'order-placed' }],
  ['end', { reason: 'a reason' }],
  ['reconcile', { apply: 'yes' }],
] as const;

let temporal: TestTemporal;
let proxy: Proxy;
let history: TestHistory;
let client: TemporalConnection;
let writer: Visitor;
let reader: Visitor;
beforeAll(async () => {
  temporal = await startTestTemporal();
  proxy = await startProxy(temporal);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${String(proxy.port)}`;
  history = await startTestHistory(
    { TEMPORAL_UI_URL: 'http://temporal.example:8233' },
    { actionWaitMs: 100 },
  );
  client = connectTemporal();
  writer = await visit(history, 'write');
  reader = await visit(history, 'read');
});
afterAll(async () => {
  await client.close();
  await history.stop();
  await proxy.goAway();
  await temporal.stop();
});

async function record(changes: Partial<OrderSnapshot> = {}): Promise<string> {
  const orderId = changes.orderId ?? `o/${randomUUID()}`;
  await recordOrder(
    history.database.db,
    testRecord(testSnapshot({ ...changes, orderId }), { events: [factEvent(placedFact())] }),
  );
  return orderId;
}

function urlOf(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}`;
}

async function actionsOn(orderId: string) {
  return await listOperatorActions(history.database.db, orderId);
}

/** Starts its workflow; there is no worker, so the fact waits in its history. */
async function startWorkflow(orderId: string): Promise<void> {
  const fact = placedFact();
  await client.client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
    workflowId: orderWorkflowId(orderId),
    taskQueue: 'nobody',
    args: [{ orderId, windows: DEFAULT_ORDER_WINDOWS }],
    signal: signalNameOf(fact),
    signalArgs: [fact],
  });
}

describe('pages of orders', () => {
  it('show hostile ids as text, and lead to them', async () => {
    const orderId = await record({
      orderId: `../${MARKUP}?a=b#c`,
      slotId: MARKUP,
      customerId: MARKUP,
      device: { modelId: MARKUP, serialNumber: '../x' },
    });
    for (const path of ['/', '/orders', urlOf(orderId)]) {
      const { status, html } = await writer.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(html).not.toContain(MARKUP);
    }
    const { html } = await writer.get('/orders');
    expect(html).toContain(SHOWN);
    expect(html).toContain(`href="${urlOf(orderId)}"`);
    expect(html).toContain(`href="/devices/${encodeURIComponent(MARKUP)}/..%2Fx"`);
  });

  it('say what comes next and when, and lead to the workflow', async () => {
    const orderId = await record({
      status: 'awaiting-shipment',
      attention: ['ship-overdue'],
      next: { kind: 'expiry', at: '2026-02-05T10:00:00.000Z' },
    });
    const { html } = await reader.get(urlOf(orderId));
    expect(html).toContain('Refill stops waiting');
    expect(html).toContain('<time datetime="2026-02-05T10:00:00.000Z"');
    expect(html).toContain('The estimated delivery passed');
    expect(html).toContain('href="http://temporal.example:8233/namespaces/default/workflows/');
    expect(html).toContain('Placed by Amazon');
  });

  it('say of an order that has ended that nothing comes next', async () => {
    const orderId = await record({
      status: 'shipped',
      shippedAt: '2026-01-06T10:00:00.000Z',
      next: null,
    });
    const { html } = await writer.get(urlOf(orderId));
    expect(html).toContain('Nothing comes next.');
    expect(html).not.toContain('End order');
    // The only mail that is true of it.
    expect([...html.matchAll(/<option value="([^"]*)"/g)].map(([, kind]) => kind)).toEqual([
      'item-shipped',
    ]);
  });

  it('say of an order that has ended what is past, and what is still worth a look', async () => {
    const orderId = await record({
      status: 'shipped',
      attention: ['ship-overdue', 'item-mismatch'],
      shippedAt: '2026-01-06T10:00:00.000Z',
      next: null,
    });
    const { html } = await reader.get(urlOf(orderId));
    expect(html).not.toContain('Amazon has not said that it shipped');
    expect(html).toContain('passed before the order ended');
    expect([...html.matchAll(/<p class="alarm"><strong>([^:]*)/g)].map(([, mark]) => mark)).toEqual(
      ['item-mismatch'],
    );
  });

  it('lead from the status to as many orders as it counts', async () => {
    await record({ status: 'ended', attention: ['unresolved'], next: null });
    const orderId = await record({ status: 'requested', attention: ['unresolved'] });
    const { html } = await reader.get('/');
    const [, href = '', count] =
      /<a href="([^"]*attention=unresolved[^"]*)"><span class="number">(\d+)/.exec(html) ?? [];
    expect(count).toBe('1');
    const list = (await reader.get(href.replaceAll('&amp;', '&'))).html;
    expect([...list.matchAll(/<th scope="row".*?href="([^"]*)"/gs)].map(([, url]) => url)).toEqual([
      urlOf(orderId),
    ]);
  });

  it('keep the filters in every link to another list', async () => {
    await record({ slotId: 'Filtered' });
    await record({ slotId: 'Filtered' });
    const { html } = await reader.get(
      '/orders?slotId=Filtered&placedFrom=2026-01-01&status=placed&status=requested&limit=1',
    );
    const rest = 'slotId=Filtered&amp;placedFrom=2026-01-01';
    expect(html).toContain(
      `href="/orders?${rest}&amp;status=placed&amp;status=requested&amp;limit=1&amp;cursor=`,
    );
    expect(html).toContain(`href="/orders?${rest}&amp;status=shipped&amp;limit=1"`);
    expect([...html.matchAll(/value="(\w+)" checked/g)].map(([, value]) => value)).toEqual([
      'requested',
      'placed',
    ]);
  });

  it.each([
    ['/orders/nobody', 404, 'HISTORY_ORDER_NOT_FOUND'],
    ['/orders?status=lost', 400, 'REQUEST_INVALID'],
    ['/orders?stauts=placed', 400, 'REQUEST_INVALID'],
    ['/orders?placedFrom=2026-02-30', 400, 'REQUEST_INVALID'],
    ['/orders?cursor=x', 400, 'HISTORY_CURSOR_INVALID'],
    ['/orders/%00', 400, 'REQUEST_INVALID'],
  ])('say what is wrong with %s', async (path, status, code) => {
    const answer = await reader.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.html).toContain(code);
  });

  it('say how things stand: failed mails, and orders that have ended', async () => {
    const orderId = await record({ status: 'cancelled', cancelledAt: '2026-01-06T10:00:00.000Z' });
    await settleEmail(history.database.db, {
      orderId,
      kind: 'order-cancelled',
      outcome: { outcome: 'failed', code: 'EMAIL_REFUSED' },
      occurredAt: '2026-01-06T10:00:00.000Z',
    });
    const { html } = await reader.get('/');
    const [, mails = '', ended = ''] = /id="mails"(.*)id="ended"(.*)/s.exec(html) ?? [];
    expect(mails).toContain('EMAIL_REFUSED');
    expect(mails).toContain(`href="${urlOf(orderId)}"`);
    expect(ended).toContain(`href="${urlOf(orderId)}"`);
  });
});

describe('GET /find', () => {
  it('leads to whatever has the id', async () => {
    const orderId = await record({
      customerId: 'customer/1',
      device: { modelId: 'M', serialNumber: 'S 1' },
    });
    for (const [q, url] of [
      [orderId, urlOf(orderId)],
      [` ${orderWorkflowId(orderId)}\t`, urlOf(orderId)],
      ['customer/1', '/orders?customerId=customer%2F1'],
      ['', '/orders'],
    ] as const) {
      const { status, headers } = await reader.get(`/find?q=${encodeURIComponent(q)}`);
      expect([q, status, headers.get('location')]).toEqual([q, 303, url]);
    }
  });

  it('says what it did not find, as text', async () => {
    const { status, html } = await reader.get(`/find?q=${encodeURIComponent(`${MARKUP}?`)}`);
    expect(status).toBe(404);
    expect(html).toContain(SHOWN);
    expect(html).not.toContain(MARKUP);
  });
});

describe.each(FORMS)('the form for %s', (what, fields) => {
  it('does nothing without a session, with the read token, or from elsewhere', async () => {
    const orderId = await record();
    const url = `${urlOf(orderId)}/${what}`;
    const nobody = await visit(history, null);
    expect(await nobody.post(url, fields)).toMatchObject({ status: 303, html: '' });
    const asReader = await reader.post(url, fields);
    expect([asReader.status, asReader.html.includes('HISTORY_TOKEN_READ_ONLY')]).toEqual([
      403,
      true,
    ]);
    for (const answer of [
      await writer.post(url, { ...fields, csrf: 'x' }),
      await writer.post(url, fields, { origin: 'https://elsewhere.example' }),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.html).toContain('PAGE_FORM_FOREIGN');
    }
    expect(await actionsOn(orderId)).toEqual([]);
    expect(await getOrder(history.database.db, orderId)).toMatchObject({ status: 'placed' });
  });

  it('knows no order that is not there, and no field that is none', async () => {
    const answer = await writer.post(`/orders/nobody/${what}`, fields);
    expect([answer.status, answer.html.includes('HISTORY_ORDER_NOT_FOUND')]).toEqual([404, true]);
    const orderId = await record();
    const odd = await writer.post(`${urlOf(orderId)}/${what}`, { ...fields, more: 'x' });
    expect([odd.status, odd.html.includes('REQUEST_INVALID')]).toEqual([400, true]);
    expect(await actionsOn(orderId)).toEqual([]);
  });
});

describe('what an operator does', () => {
  it('stands in the timeline as text; the name stands in the next form', async () => {
    const orderId = await record();
    const url = urlOf(orderId);
    const answer = await writer.post(
      `${url}/notes`,
      { text: `${MARKUP} rang`, actor: 'Ada <b>' },
      { origin: history.url },
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, url]);
    const { html } = await writer.get(url);
    expect(html).toContain(SHOWN);
    expect(html).not.toContain(MARKUP);
    expect(html).toContain('by Ada &lt;b>');
    expect(html).toContain('The note was added.');
    expect(html).toContain('name="actor" value="Ada &lt;b>"');
    expect((await writer.get(url)).html).not.toContain('The note was added.');
  });

  it('ends an order, once, with the reason', async () => {
    const orderId = await record();
    const url = urlOf(orderId);
    expect(await writer.post(`${url}/end`, { reason: 'came by hand' })).toMatchObject({
      status: 303,
    });
    const { html } = await writer.get(url);
    expect(html).toContain('The order was ended.');
    expect(html).toContain('came by hand');
    expect(html).not.toContain('End order');
    const again = await writer.post(
      `${url}/end`,
      { reason: 'again' },
      { referer: `${history.url}${url}` },
    );
    expect([again.status, again.html.includes('HISTORY_ORDER_CLOSED')]).toEqual([409, true]);
    expect(again.html).toContain(`<a href="${url}">Back</a>`);
  });

  it('sends a mail again, without telling the address to anybody', async () => {
    const orderId = await record();
    const url = urlOf(orderId);
    await writer.post(`${url}/resend`, { kind: 'order-placed', to: 'other@example.com' });
    const { html } = await writer.get(url);
    expect(html).toContain('The mail is on its way');
    expect(html).toContain('sending order-placed again');
    expect(html).not.toContain('other@example.com');
    const wrong = await writer.post(`${url}/resend`, { kind: 'item-shipped' });
    expect([wrong.status, wrong.html.includes('HISTORY_EMAIL_NOT_DUE')]).toEqual([409, true]);
    const noMail = await writer.post(`${url}/resend`, { kind: 'order-placed', to: 'no address' });
    expect(noMail.status).toBe(400);
    expect(noMail.html).not.toContain('no address');
  });

  it('shows what differs from Temporal before it is mended', async () => {
    const orderId = await record();
    const url = urlOf(orderId);
    await startWorkflow(orderId);
    await writer.post(`${url}/reconcile`, { apply: 'yes' });
    const { db } = history.database;
    await db
      .updateTable('orders')
      .set({ slot_id: MARKUP })
      .where('order_id', '=', orderId)
      .execute();
    const shown = await writer.post(`${url}/reconcile`, {});
    expect(shown.status).toBe(200);
    expect(shown.html).toContain('slotId');
    expect(shown.html).toContain(SHOWN.replace('"', '&quot;'));
    expect(shown.html).not.toContain(MARKUP);
    expect(await getOrder(db, orderId)).toMatchObject({ slotId: MARKUP });
    await writer.post(`${url}/reconcile`, { apply: 'yes' });
    expect((await getOrder(db, orderId))?.slotId).not.toBe(MARKUP);
    expect((await writer.get(url)).html).toContain('The history was mended.');
    const gone = await writer.post(`${urlOf(await record())}/reconcile`, {});
    expect([gone.status, gone.html.includes('HISTORY_WORKFLOW_GONE')]).toEqual([409, true]);
  });

  it('says 503 on a page while Temporal is away', async () => {
    const orderId = await record();
    await proxy.goAway();
    try {
      for (const [what, fields] of FORMS.filter(([name]) => name !== 'notes')) {
        const answer = await writer.post(`${urlOf(orderId)}/${what}`, fields);
        expect([what, answer.status]).toEqual([what, 503]);
        expect(answer.html).toContain('HISTORY_TEMPORAL_UNAVAILABLE');
      }
      expect((await writer.get(urlOf(orderId))).status).toBe(200);
    } finally {
      await proxy.comeBack();
    }
  });
});

it('says 503 on a page while the database is away', async () => {
  const database = await createTestDatabase();
  const direct = new URL(database.url);
  const away = await startProxy({ host: direct.hostname, port: Number(direct.port) });
  const url = new URL(database.url);
  url.hostname = '127.0.0.1';
  url.port = String(away.port);
  const served = await startTestHistory({ DATABASE_URL: url.href });
  try {
    const visitor = await visit(served, 'write');
    await away.goAway();
    for (const path of ['/', '/orders', '/orders/o-1', '/find?q=o-1']) {
      const answer = await visitor.get(path);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(answer.html).toContain('HISTORY_DATABASE_UNAVAILABLE');
    }
  } finally {
    await served.stop();
    await away.goAway();
    await database.drop();
  }
});
