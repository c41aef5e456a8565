import { TEST_TOKENS, type TestHistory } from '@refill/history/test-history';
import type { Browser, Cookie, Page } from 'playwright-core';
import { seriousFindings, sidewaysOverflow } from './accessibility';
import { startBelievableHistory } from './believable-history';
import { startBrowser } from './browser';
import { takeScreenshot } from './screenshot';
import { LOOKS, openWatchedPage, type WatchedPage, type WatchedPageOptions } from './watched-page';

/** Who somebody is on the pages; `nobody` has not signed in. */
export type Role = keyof typeof TEST_TOKENS | 'nobody';

/** A browser and a history service with believable rows, for the tests of one file. */
export interface PageRig {
  readonly history: TestHistory;
  /** Opens an empty page, signed in (by clicks, the first time); closed and judged by `endTest`. */
  open(role: Role, options?: WatchedPageOptions): Promise<Page>;
  /** Closes the pages of a test. @throws Error when a browser complained of one */
  endTest(): Promise<void>;
  /**
   * Looks at a page in light and dark, on a screen and on a phone: axe finds nothing serious, nobody scrolls
   * sideways, and a screenshot of each is kept.
   * @returns what is wrong, by look; empty when all is well
   */
  inspect(path: string, name: string, role?: Role): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts both. */
export async function startPageRig(
  options: Parameters<typeof startBelievableHistory>[0] = {},
): Promise<PageRig> {
  const history = await startBelievableHistory(options);
  const browser = await startBrowser().catch(async (error: unknown) => {
    await history.stop();
    throw error;
  });
  let pages: readonly WatchedPage[] = [];
  const cookiesOf = new Map<Role, readonly Cookie[]>();
  const open: PageRig['open'] = async (role, pageOptions = {}) => {
    const cookies = cookiesOf.get(role) ?? [];
    const watched = await openWatchedPage(browser, history.url, { ...pageOptions, cookies });
    pages = [...pages, watched];
    if (role !== 'nobody' && cookies.length === 0) {
      await signIn(watched.page, role);
      cookiesOf.set(role, await watched.context.cookies());
    }
    return watched.page;
  };
  return {
    history,
    open,
    endTest: async () => {
      const ended = pages;
      pages = [];
      await Promise.all(ended.map((each) => each.close()));
      const complaints = ended.flatMap((each) => each.complaints());
      if (complaints.length > 0)
        throw new Error(`the browser complained:\n${complaints.join('\n')}`);
    },
    inspect: async (path, name, role = 'write') => {
      const found: string[] = [];
      for (const look of LOOKS) {
        const page = await open(role, look);
        await page.goto(path);
        const label = `${name}-${look.colorScheme}-${String(look.width)}`;
        await takeScreenshot(page, label);
        const findings = await seriousFindings(page);
        const overflow = await sidewaysOverflow(page);
        found.push(
          ...findings.map((finding) => `${label}: ${finding}`),
          ...(overflow > 0 ? [`${label}: ${String(overflow)} px too wide`] : []),
        );
      }
      return found;
    },
    stop: () => stopAll(browser, history),
  };
}

async function stopAll(browser: Browser, history: TestHistory): Promise<void> {
  await browser.close();
  await history.stop();
}

async function signIn(page: Page, role: keyof typeof TEST_TOKENS): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Token').fill(TEST_TOKENS[role]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}
