import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { ROOT } from '../../test-support/child-service';
import { capture } from './capture';

/** Where the screenshots are put, for people to look at; git ignores it. */
export const SCREENSHOTS = path.join(ROOT, 'tmp', 'screenshots');

/** So much of a long page is enough to look at, in CSS pixels. */
const MAX_HEIGHT = 2_000;

/** Takes a picture of a page, from its top. @param name without the ending */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  fs.mkdirSync(SCREENSHOTS, { recursive: true });
  const { width, height } = z
    .object({ width: z.number(), height: z.number() })
    .parse(
      await page.evaluate('({ width: innerWidth, height: document.documentElement.scrollHeight })'),
    );
  await capture(page, {
    path: path.join(SCREENSHOTS, `${name}.png`),
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT) },
  });
}
