import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Chromium's word for a picture that it has no frame for yet: it takes the same one a moment later. */
const REFUSED = 'Unable to capture screenshot';
const TRIES = 5;
const PAUSE_MS = 300;

/**
 * Takes a picture of a page, also from a Chromium that is short of time.
 * @throws Error of Playwright for any other reason, and when Chromium goes on refusing
 */
export async function capture(
  page: Page,
  options: Parameters<Page['screenshot']>[0] = {},
): Promise<Buffer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await page.screenshot(options);
    } catch (error) {
      if (tries === TRIES || !String(error).includes(REFUSED)) throw error;
      await delay(PAUSE_MS * tries);
    }
  }
}
