import type { Browser, BrowserContext, Cookie, Page } from 'playwright-core';

/** How a page is looked at. */
export interface Look {
  readonly colorScheme: 'light' | 'dark';
  /** In CSS pixels. */
  readonly width: number;
}

/** Every look that a page has to be good in: light and dark, on a screen and on a phone. */
export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, width })),
);

/** How a test's page is opened. */
export interface WatchedPageOptions extends Partial<Look> {
  /** Whether scripts run; true by default. */
  readonly javaScript?: boolean;
  /** The cookies to begin with; none by default. */
  readonly cookies?: readonly Cookie[];
}

/** A page of which every complaint of the browser is kept. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /**
   * What the browser complained of until now: errors of scripts and on the console (among them every violation of the
   * content security policy), and requests that failed or went elsewhere.
   */
  complaints(): readonly string[];
  close(): Promise<void>;
}

const HEIGHT = 900;

/**
 * Opens an empty page in a context of its own: nothing is kept.
 * @param origin the only origin that the page may ask for anything
 */
export async function openWatchedPage(
  browser: Browser,
  origin: string,
  options: WatchedPageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: options.width ?? 1280, height: HEIGHT },
    colorScheme: options.colorScheme ?? 'light',
    javaScriptEnabled: options.javaScript ?? true,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // The layout as a phone shows it, too.
    isMobile: (options.width ?? 1280) < 600,
  });
  await context.addCookies([...(options.cookies ?? [])]);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource');
    // A page that is itself an answer such as 404 is what some tests want; whatever it loads has to be there.
    if (message.type() === 'error' && !(isAnswer && message.location().url === page.url())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') complaints.push(`asked ${url.origin}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') {
      complaints.push(`${String(response.status())} ${response.url()}`);
    }
  });
  return {
    page,
    context,
    complaints: () => [...complaints],
    close: () => context.close(),
  };
}
