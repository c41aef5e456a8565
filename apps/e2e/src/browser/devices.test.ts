import { BELIEVABLE, DEVICE_COUNT } from './test-support/believable-history';
import { type PageRig, startPageRig } from './test-support/page-rig';

let rig: PageRig;
beforeAll(async () => {
  rig = await startPageRig();
});
afterEach(() => rig.endTest());
afterAll(() => rig.stop());

const { modelId, serialNumber } = BELIEVABLE.device;

describe.each([true, false])('with scripts: %s', (javaScript) => {
  it('filters devices, keeps the filter in the URL and pages through them', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/devices');
    await page.getByLabel('Status').selectOption('subscribed');
    await page.getByLabel('Model').fill(modelId);
    await page.getByRole('button', { name: 'Filter' }).click();
    const url = new URL(page.url());
    expect(url.searchParams.get('status')).toBe('subscribed');
    expect(url.searchParams.get('modelId')).toBe(modelId);
    expect(await page.getByLabel('Status').inputValue()).toBe('subscribed');
    expect(await page.getByLabel('Model').inputValue()).toBe(modelId);
    for (const row of await page.locator('tbody tr').all()) {
      expect(await row.textContent()).toContain(modelId);
    }

    await page.getByRole('link', { name: 'Clear' }).click();
    const seen = new Set<string>();
    for (;;) {
      for (const row of await page.locator('tbody tr th').allTextContents()) seen.add(row);
      const next = page.getByRole('link', { name: 'Next page' });
      if ((await next.count()) === 0) break;
      await next.click();
    }
    expect(seen.size).toBe(DEVICE_COUNT);
  });

  it('shows a device with slots, cause of the last change, open orders and what happened', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto(`/devices?${new URLSearchParams({ serialNumber }).toString()}`);
    await page.getByRole('link', { name: serialNumber }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(serialNumber);
    const kibble = page.getByRole('row', { name: /Kibble/ }).first();
    expect(await kibble.textContent()).toContain('product replaced');
    expect(await kibble.textContent()).toContain('1.5 pounds of B00KXG0ZJY');
    expect(await page.getByRole('link', { name: /amzn1\.dash/ }).count()).toBe(6);
    expect(await page.getByText('Subscription changed (notification 2.0)').count()).toBe(2);
    const ui = page.getByRole('link', { name: /Temporal UI/ });
    expect(await ui.getAttribute('href')).toMatch(
      /^http:\/\/localhost:8233\/namespaces\/default\/workflows\/device%3A/,
    );
  });

  it('finds a device whose serial number has a slash in it', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/devices?status=deregistered');
    await page.getByRole('link', { name: BELIEVABLE.deregistered.serialNumber }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(
      BELIEVABLE.deregistered.serialNumber,
    );
    expect(await page.getByText('Deregistered', { exact: true }).count()).toBeGreaterThan(0);
  });
});

it('is accessible and fits, in light and dark, on a screen and on a phone', async () => {
  expect(await rig.inspect('/devices', 'devices', 'read')).toEqual([]);
  expect(
    await rig.inspect(
      `/devices/${encodeURIComponent(modelId)}/${encodeURIComponent(serialNumber)}`,
      'device',
    ),
  ).toEqual([]);
});
