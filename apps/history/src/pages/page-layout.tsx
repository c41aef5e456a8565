import type { ComponentChildren } from 'preact';
import { PAGE_SCRIPT_URL } from './assets/page-script';
import { PAGE_STYLES_URL } from './assets/page-styles';
import { CsrfField } from './page-parts';
import type { PageSession } from './page-session';

const SECTIONS = [
  ['/', 'Status'],
  ['/orders', 'Orders'],
  ['/devices', 'Devices'],
  ['/quarantine', 'Quarantine'],
  ['/versions', 'Versions'],
] as const;

/** An entry of the navigation; `null` for a page that is in none. */
export type Section = (typeof SECTIONS)[number][0] | null;

/** What is around every page. */
export function PageLayout({
  title,
  current,
  session,
  flash,
  live = false,
  children,
}: {
  readonly title: string;
  readonly current: Section;
  /** `null` before somebody signs in. */
  readonly session: PageSession | null;
  /** What came of the form before. */
  readonly flash: string | null;
  /** Whether the page renews itself when what it shows changes. */
  readonly live?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Refill`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={PAGE_STYLES_URL} />
        <script src={PAGE_SCRIPT_URL} defer />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header>
          <a class="brand" href="/">
            Refill
          </a>
          {session === null ? null : (
            <>
              <nav aria-label="Main">
                <ul>
                  {SECTIONS.map(([url, name]) => (
                    <li>
                      <a href={url} aria-current={url === current ? 'page' : undefined}>
                        {name}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
              <form method="get" action="/find" role="search" class="find">
                <input
                  type="search"
                  name="q"
                  aria-label="Find an order, a device or a customer by id"
                  placeholder="Order, device or customer"
                  maxLength={300}
                  autocomplete="off"
                  required
                />
                <button type="submit" class="quiet">
                  Find
                </button>
              </form>
              <form method="post" action="/sign-out" class="sign-out">
                <CsrfField session={session} />
                {session.role === 'read' ? <span class="pill quiet">read only</span> : null}
                <button type="submit" class="quiet">
                  Sign out
                </button>
              </form>
            </>
          )}
        </header>
        <main id="content" data-live={live ? 'yes' : undefined}>
          {flash === null ? null : (
            <p class="flash" role="status">
              {flash}
            </p>
          )}
          {children}
        </main>
        <footer>Times are in UTC.</footer>
      </body>
    </html>
  );
}
