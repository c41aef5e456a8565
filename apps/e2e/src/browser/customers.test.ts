import { putContact } from '@refill/order-history/contacts';
import { BELIEVABLE } from './test-support/believable-history';
import { type PageRig, startPageRig } from './test-support/page-rig';

let rig: PageRig;
beforeAll(async () => {
  rig = await startPageRig();
});
afterEach(() => rig.endTest());
afterAll(() => rig.stop());

function pathOf(customerId: string): string {
  return `/customers/${encodeURIComponent(customerId)}`;
}

describe.each([true, false])('with scripts: %s', (javaScript) => {
  it('stores, replaces and deletes how to reach a customer', async () => {
    const page = await rig.open('write', { javaScript });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(pathOf(BELIEVABLE.strangerId));
    await page.getByLabel('E-mail address').fill('new@example.com');
    await page.getByLabel('Name (optional)').fill('<b>Ada</b>');
    await page.getByLabel(/^Language/).fill('de-at');
    await page.getByRole('button', { name: 'Store' }).click();
    expect(await page.getByLabel('Name (optional)').inputValue()).toBe('<b>Ada</b>');
    expect(await page.getByLabel(/^Language/).inputValue()).toBe('de-AT');

    await page.getByLabel(/^Language/).fill('no language');
    await page.getByRole('button', { name: 'Replace' }).click();
    expect(await page.getByText('a BCP 47 tag such as en or de-AT').count()).toBe(1);
    // What was written is not lost.
    expect(await page.getByLabel(/^Language/).inputValue()).toBe('no language');

    await page.goto(pathOf(BELIEVABLE.strangerId));
    expect(await page.getByLabel(/^Language/).inputValue()).toBe('de-AT');
    await page.getByRole('button', { name: 'Delete the contact' }).click();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('');
    expect(await page.getByText('No contact is stored').count()).toBe(1);
  });

  it('leads to the orders and devices of a customer', async () => {
    const page = await rig.open('write', { javaScript });
    await page.goto(pathOf(BELIEVABLE.customerId));
    await page.getByRole('link', { name: 'Devices of this customer' }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.goBack();
    const orders = page.getByRole('link', { name: 'Orders of this customer' });
    expect(await orders.getAttribute('href')).toBe(
      `/orders?customerId=${encodeURIComponent(BELIEVABLE.customerId)}`,
    );
  });

  it('erases a customer only when the id is written once more', async () => {
    const customerId = `amzn1.account.GOING-${String(javaScript)}`;
    await putContact(rig.history.database.db, {
      customerId,
      email: 'going@example.com',
      name: null,
      locale: null,
    });
    const page = await rig.open('write', { javaScript });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(pathOf(customerId));
    await page.getByLabel('Write the customer’s id to confirm').fill('somebody else');
    await page.getByRole('button', { name: 'Erase this customer' }).click();
    expect(await page.getByText('This is not the id of this customer').count()).toBe(1);
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('going@example.com');

    await page.getByLabel('Write the customer’s id to confirm').fill(customerId);
    await page.getByRole('button', { name: 'Erase this customer' }).click();
    expect(await page.getByRole('heading', { name: /erased/ }).count()).toBe(1);
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('');
    expect(await page.getByRole('button', { name: 'Erase this customer' }).count()).toBe(0);
  });
});

it('keeps customers from somebody with the read token', async () => {
  const page = await rig.open('read');
  const answer = await page.goto(pathOf(BELIEVABLE.customerId));
  expect(answer?.status()).toBe(403);
  expect(await page.locator('body').textContent()).not.toContain('customer@example.com');
});

it('is accessible and fits, in light and dark, on a screen and on a phone', async () => {
  expect(await rig.inspect(pathOf(BELIEVABLE.customerId), 'customer')).toEqual([]);
});
