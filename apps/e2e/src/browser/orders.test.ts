import { TEST_TOKENS } from '@refill/history/test-history';
import { startTestTemporal, type TestTemporal } from '@refill/history/test-support/test-temporal';
import { getOrder } from '@refill/order-history/get-order';
import { recordOrder } from '@refill/order-history/record-order';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { connectTemporal } from '@refill/temporal/connection';
import { ORDER_WORKFLOW_TYPE, signalNameOf } from '@refill/temporal/order-messages';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { type PageRig, startPageRig } from './test-support/page-rig';

const ORDER = 'amzn1.dash.v2.o.browser/1';
const ORDER_URL = `/orders/${encodeURIComponent(ORDER)}`;

let temporal: TestTemporal;
let rig: PageRig;
beforeAll(async () => {
  temporal = await startTestTemporal();
  process.env['TEMPORAL_ADDRESS'] = `${temporal.host}:${String(temporal.port)}`;
  rig = await startPageRig({ actionWaitMs: 200 });
  await recordOrder(
    rig.history.database.db,
    testRecord(
      testSnapshot({
        orderId: ORDER,
        status: 'awaiting-shipment',
        attention: ['ship-overdue'],
        slotId: 'BrowserSlot',
        next: { kind: 'expiry', at: '2026-02-05T10:00:00.000Z' },
      }),
    ),
  );
});
afterEach(() => rig.endTest());
afterAll(async () => {
  await rig.stop();
  await temporal.stop();
});

/** Records an order as it was placed. @returns its page */
async function placed(orderId: string): Promise<string> {
  const fact = placedFact();
  await recordOrder(
    rig.history.database.db,
    testRecord(testSnapshot({ orderId, slotId: fact.subject.slotId }), {
      events: [factEvent(fact)],
    }),
  );
  return `/orders/${encodeURIComponent(orderId)}`;
}

/** Starts its workflow; there is no worker, so the fact waits in its history. */
async function startWorkflow(orderId: string): Promise<void> {
  const temporal = connectTemporal();
  const fact = placedFact();
  await temporal.client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
    workflowId: orderWorkflowId(orderId),
    taskQueue: 'nobody',
    args: [{ orderId, windows: DEFAULT_ORDER_WINDOWS }],
    signal: signalNameOf(fact),
    signalArgs: [fact],
  });
  await temporal.close();
}

describe.each([true, false])('with scripts: %s', (javaScript) => {
  it('leads from the status to the orders that are overdue, and to one of them', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/');
    await page.getByRole('link', { name: /ship-overdue/ }).click();
    expect(new URL(page.url()).searchParams.get('attention')).toBe('ship-overdue');
    await page.getByRole('link', { name: ORDER }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(ORDER);
    expect(await page.getByText('Refill stops waiting').first().isVisible()).toBe(true);
    // A reader may look, not act.
    expect(await page.getByRole('button', { name: 'End order' }).count()).toBe(0);
  });

  it('filters orders, keeps the filter in the URL and pages through them', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/orders');
    await page.getByLabel('Slot').fill('BrowserSlot');
    await page.getByLabel('Placed from').fill('2026-01-05');
    await page.getByLabel('Placed before').fill('2026-01-06');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(new URL(page.url()).searchParams.get('slotId')).toBe('BrowserSlot');
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await page.getByLabel('Placed from').inputValue()).toBe('2026-01-05');
    await page.getByRole('link', { name: 'shipped', exact: true }).click();
    expect(await page.getByText('No order fits.').isVisible()).toBe(true);
    expect(await page.getByLabel('shipped', { exact: true }).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.goto('/orders?limit=5');
    const first = await page.locator('tbody tr th').allTextContents();
    await page.getByRole('link', { name: 'Next page' }).click();
    const second = await page.locator('tbody tr th').allTextContents();
    expect(first.filter((id) => second.includes(id))).toEqual([]);
  });

  it('adds a note, which is shown as text', async () => {
    const page = await rig.open('write', { javaScript });
    await page.goto(ORDER_URL);
    const text = `<b>called</b> ${String(javaScript)}`;
    await page.getByLabel('Note').fill(text);
    await page.getByLabel('Your name (for the record)').first().fill('Ada');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByRole('status').getByText('The note was added.').waitFor();
    expect(await page.getByText(text).isVisible()).toBe(true);
    expect(await page.getByText('by Ada').first().isVisible()).toBe(true);
  });

  it('finds an order by its id', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/');
    await page.getByRole('searchbox').fill(` order:${ORDER}`);
    await page.getByRole('button', { name: 'Find' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(ORDER);
    await page.getByRole('searchbox').fill('nothing of ours');
    await page.getByRole('button', { name: 'Find' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Nothing found');
  });

  it('sends a mail again, to another address', async () => {
    const url = await placed(`browser/resend/${String(javaScript)}`);
    const page = await rig.open('write', { javaScript });
    await page.goto(url);
    await page.getByLabel('To another address').fill('other@example.com');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('status').getByText('The mail is on its way').waitFor();
    expect(await page.getByText('sending order-placed again').isVisible()).toBe(true);
  });

  it('ends an order by hand, and keeps the name for the next form', async () => {
    const url = await placed(`browser/end/${String(javaScript)}`);
    const page = await rig.open('write', { javaScript });
    await page.goto(url);
    const form = page.locator('form', { hasText: 'End by hand' });
    const end = page.getByRole('button', { name: 'End order' });
    await end.click();
    // The browser itself asks for the reason.
    expect(await form.locator('input[name=reason]:invalid').count()).toBe(1);
    await form.getByLabel('Why').fill('delivered by hand');
    await form.getByLabel('Your name').fill('Grace');
    if (javaScript) {
      page.once('dialog', (dialog) => void dialog.dismiss());
      await end.click();
      page.once('dialog', (dialog) => void dialog.accept());
    }
    await end.click();
    await page.getByRole('status').getByText('The order was ended.').waitFor();
    expect(await page.getByText('Nothing comes next.').isVisible()).toBe(true);
    expect(await page.getByText('delivered by hand').isVisible()).toBe(true);
    expect(await end.count()).toBe(0);
    expect(await page.getByLabel('Your name').first().inputValue()).toBe('Grace');
  });

  it('leads somebody who has to sign in first to what was wanted', async () => {
    const page = await rig.open('nobody', { javaScript });
    await page.goto(`${ORDER_URL}?cursor=`);
    await page.getByLabel('Token').fill(TEST_TOKENS.read);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(ORDER);
  });

  it("knows who follows a link of another site's page", async () => {
    const page = await rig.open('read', { javaScript });
    const elsewhere = `<a href="${rig.history.url}${ORDER_URL}">the order</a>`;
    await page.goto(`data:text/html,${encodeURIComponent(elsewhere)}`);
    await page.getByRole('link', { name: 'the order' }).click();
    await page.getByRole('heading', { level: 1, name: ORDER }).waitFor();
    expect(new URL(page.url()).pathname).toBe(ORDER_URL);
  });

  it('shows what differs from Temporal, and then mends it', async () => {
    const orderId = `browser/reconcile/${String(javaScript)}`;
    const url = await placed(orderId);
    await startWorkflow(orderId);
    const { db } = rig.history.database;
    const page = await rig.open('write', { javaScript });
    await page.goto(url);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Mend the history' }).click();
    await page.getByRole('status').getByText('The history was mended.').waitFor();
    await db
      .updateTable('orders')
      .set({ slot_id: 'Tampered' })
      .where('order_id', '=', orderId)
      .execute();
    await page.getByRole('button', { name: 'Compare' }).click();
    const row = page.getByRole('row', { name: /slotId/ });
    expect(await row.textContent()).toContain('Tampered');
    expect(await getOrder(db, orderId)).toMatchObject({ slotId: 'Tampered' });
    await page.getByRole('button', { name: 'Mend the history' }).click();
    await page.getByRole('status').getByText('The history was mended.').waitFor();
    expect((await getOrder(db, orderId))?.slotId).not.toBe('Tampered');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('there is nothing to mend').waitFor();
  });
});

it('renews itself when the order changes, and leaves what somebody writes', async () => {
  const page = await rig.open('write');
  await page.goto(ORDER_URL);
  const { db } = rig.history.database;
  const order = await getOrder(db, ORDER);
  if (order === null) throw new Error('no order');
  await recordOrder(db, testRecord({ ...order, status: 'partially-shipped' }, { revision: 2 }));
  await page.getByText('partially-shipped').first().waitFor({ timeout: 15_000 });
  await page.getByLabel('Note').fill('being written');
  await recordOrder(db, testRecord({ ...order, status: 'shipped', next: null }, { revision: 3 }));
  await page.getByText('This has changed meanwhile.').waitFor({ timeout: 15_000 });
  expect(await page.getByLabel('Note').inputValue()).toBe('being written');
  await page.getByRole('link', { name: 'Show it' }).click();
  await page.getByText('shipped', { exact: true }).first().waitFor();
  expect(await page.getByRole('button', { name: 'End order' }).count()).toBe(0);
});

it('is accessible and fits, in light and dark, on a screen and on a phone', async () => {
  expect(await rig.inspect('/', 'status', 'read')).toEqual([]);
  expect(await rig.inspect('/orders', 'orders', 'read')).toEqual([]);
  expect(await rig.inspect(ORDER_URL, 'order', 'write')).toEqual([]);
});
