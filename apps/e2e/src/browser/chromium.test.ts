import type { Browser } from 'playwright-core';
import { startBrowser } from './test-support/browser';
import { capture } from './test-support/capture';

const withoutChromium = { ...process.env, CHROMIUM_PATH: '', PATH: '' };

let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

it('is the one that the machine has, or that npm brings', async () => {
  browser = await startBrowser();
  expect(browser.version()).toMatch(/^\d+\./);
});

it('comes from npm where the machine has none, on Linux on x64', async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    await expect(startBrowser(withoutChromium)).rejects.toThrow('CHROMIUM_PATH');
    return;
  }
  browser = await startBrowser(withoutChromium);
  const page = await browser.newPage();
  await page.goto('data:text/html,<h1>Refill</h1>');
  const drawn = await capture(page);
  await page.goto('data:text/html,<h1>&nbsp;</h1>');
  // Without fonts, Chromium starts and draws no text.
  expect(drawn.equals(await capture(page))).toBe(false);
});

it('says which program cannot be started', async () => {
  await expect(startBrowser({ ...process.env, CHROMIUM_PATH: '/no/chromium' })).rejects.toThrow(
    '/no/chromium',
  );
});
