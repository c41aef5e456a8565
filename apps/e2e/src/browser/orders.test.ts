import { getOrder } from '@refill/order-history/get-order';
import { recordOrder } from '@refill/order-history/record-order';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { type PageRig, startPageRig } from './test-support/page-rig';

const ORDER = 'amzn1.dash.v2.o.browser/1';
const ORDER_URL = `/orders/${encodeURIComponent(ORDER)}`;

let rig: PageRig;
beforeAll(async () => {
  rig = await startPageRig();
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
afterAll(() => rig.stop());

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
});

it('renews itself when the order changes, and leaves what somebody writes', async () => {
  const page = await rig.open('write');
  await page.goto(ORDER_URL);
  const { db } = rig.history.database;
  const order = await getOrder(db, ORDER);
  if (order === null) throw new Error('no order');
  // The page must be watched before something changes.
  await page.waitForTimeout(3_000);
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
