import { type PageRig, startPageRig } from './test-support/page-rig';

let rig: PageRig;
beforeAll(async () => {
  rig = await startPageRig();
});
afterEach(() => rig.endTest());
afterAll(() => rig.stop());

it.each([true, false])(
  'leads from a model to its devices on 1.0 and to one of them; with scripts: %s',
  async (javaScript) => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/versions');
    const model = page.getByRole('row', { name: /CoffeeMaker/ }).first();
    await model.getByRole('link', { name: '13' }).click();
    expect(new URL(page.url()).searchParams.get('modelId')).toBe('CoffeeMaker');
    expect(await page.getByRole('link', { name: /CoffeeMaker CM-/ }).count()).toBe(13);
    await page.getByText('The post for the DRS forum').click();
    expect(await page.getByText('Upgrade SNS Notifications to v2.0').isVisible()).toBe(true);
    expect(await page.locator('pre').textContent()).toContain('- CoffeeMaker');
    await page.getByRole('link', { name: /CoffeeMaker CM-000004/ }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('CM-000004');
  },
);

it('is accessible and fits, in light and dark, on a screen and on a phone', async () => {
  expect(await rig.inspect('/versions', 'versions', 'read')).toEqual([]);
});
