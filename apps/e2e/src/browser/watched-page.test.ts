import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { seriousFindings, sidewaysOverflow } from './test-support/accessibility';
import { startBrowser } from './test-support/browser';
import { openWatchedPage } from './test-support/watched-page';

const PAGES: Readonly<Record<string, string>> = {
  '/fine': '<title>t</title><main><h1>Fine</h1></main>',
  '/inline-script': '<title>t</title><script>document.title = "taken over"</script>',
  '/inline-style': '<title>t</title><p style="color: red">x</p>',
  '/missing-file': '<title>t</title><script src="/gone.js"></script>',
  '/elsewhere': '<title>t</title><img src="http://elsewhere.example/x.png" alt="">',
  '/no-label': '<title>t</title><main><input></main>',
  '/wide': '<title>t</title><main>'.padEnd(4_000, 'x'),
};

let browser: Browser;
let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const html = PAGES[url];
    response.writeHead(html === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:",
    });
    response.end(`<!doctype html><html lang="en"><link rel="icon" href="data:,">${html ?? ''}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  origin = `http://127.0.0.1:${String(port)}`;
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

async function complaintsOf(path: string): Promise<readonly string[]> {
  const watched = await openWatchedPage(browser, origin);
  await watched.page.goto(path, { waitUntil: 'networkidle' });
  await watched.close();
  return watched.complaints();
}

it('has nothing to complain of on a page that is fine, or is itself not there', async () => {
  expect(await complaintsOf('/fine')).toEqual([]);
  expect(await complaintsOf('/nothing')).toEqual([]);
});

it.each([
  ['/inline-script', 'Content Security Policy'],
  ['/inline-style', 'Content Security Policy'],
  ['/missing-file', '404'],
  ['/elsewhere', 'Content Security Policy'],
])('complains of %s', async (path, word) => {
  expect((await complaintsOf(path)).join('\n')).toContain(word);
});

it('finds what keeps people out of a page', async () => {
  const { page, close } = await openWatchedPage(browser, origin, { width: 390 });
  await page.goto('/no-label');
  expect((await seriousFindings(page)).join('\n')).toContain('label: <input>');
  await page.goto('/wide');
  expect(await sidewaysOverflow(page)).toBeGreaterThan(0);
  await page.goto('/fine');
  expect(await seriousFindings(page)).toEqual([]);
  expect(await sidewaysOverflow(page)).toBe(0);
  await close();
});
