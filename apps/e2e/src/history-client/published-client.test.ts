import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { TEST_TOKENS } from '@refill/history/test-history';
import { ROWS, startHistoryWithRows } from './test-support/history-with-rows';
import { installClient, type InstalledClient } from './test-support/installed-client';

let installed: InstalledClient;
beforeAll(async () => {
  installed = await installClient();
});
afterAll(() => installed.remove());

describe('the published package', () => {
  it('holds what was built, its sources and its licence, and no tests', () => {
    expect(installed.published).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/history-client.js',
        'dist/history-client.d.ts',
        'src/history-client.ts',
      ]),
    );
    const others = installed.published.filter((file) =>
      /test|tsbuildinfo|tsconfig|jest/.test(file),
    );
    expect(others).toEqual([]);
  });

  it('needs no other package', async () => {
    const folder = path.resolve(__dirname, '../../../../libs/history-client');
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('peerDependencies');
    expect(manifest).not.toHaveProperty('private');
    expect(manifest).toMatchObject({ sideEffects: false, engines: { node: '>=20.19.0' } });
  });

  it('is imported by name from ES modules', async () => {
    await installed.write(
      'esm.mjs',
      `import { createHistoryClient, HistoryApiError, OrderWaitError } from '@refill/history-client';
       const client = createHistoryClient({ baseUrl: 'http://localhost', token: 't' });
       console.log(Object.keys(client).join(), typeof HistoryApiError, typeof OrderWaitError);`,
    );
    expect(await installed.run('esm.mjs')).toBe(
      'orders,devices,contacts,customers,quarantine,versions,status function function\n',
    );
  });

  it('is required from CommonJS, and is the same for both', async () => {
    await installed.write(
      'cjs.cjs',
      `const { HistoryApiError } = require('@refill/history-client');
       import('@refill/history-client').then((esm) => console.log(esm.HistoryApiError === HistoryApiError));`,
    );
    expect(await installed.run('cjs.cjs')).toBe('true\n');
  });

  it('shows nothing but its entry', async () => {
    await installed.write(
      'inside.cjs',
      `try { require('@refill/history-client/pause'); } catch (error) { console.log(error.code); }`,
    );
    expect(await installed.run('inside.cjs')).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  it.each([
    ['user.cts', ['--module', 'node16', '--moduleResolution', 'node16']],
    ['user.mts', ['--module', 'nodenext']],
    ['user.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('has types for %s with %j', async (name, options) => {
    await installed.write(
      name,
      `import { createHistoryClient, type Order, type OrderStatus } from '@refill/history-client';
       const client = createHistoryClient({ baseUrl: 'http://localhost', token: 't' });
       export async function use(): Promise<string> {
         const order: Order = await client.orders.get('o');
         // @ts-expect-error what is not known may be null
         const placedAt: string = order.placedAt;
         // @ts-expect-error a filter that is misspelt
         void client.orders.list({ state: 'placed' });
         // @ts-expect-error a newer server has more statuses than these
         const known: 'requested' | 'placed' = order.status;
         const status: OrderStatus = 'of a newer server';
         return placedAt + known + status;
       }`,
    );
    await installed.compile(name, ['--noEmit', ...options]);
  });
});

describe('the example in the README', () => {
  it('is right, and prints what it should against a real server', async () => {
    const readme = path.resolve(__dirname, '../../../../libs/history-client/README.md');
    const examples = [...(await readFile(readme, 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms)];
    expect(examples).toHaveLength(1);
    const history = await startHistoryWithRows();
    try {
      await installed.write('example.mts', examples[0]?.[1] ?? '');
      await installed.compile('example.mts');
      const printed = await installed.run('example.mjs', {
        HISTORY_URL: history.url,
        HISTORY_READ_TOKEN: TEST_TOKENS.read,
      });
      expect(printed.split('\n')).toEqual([
        'amzn1.dash.v2.o.later placed 2026-01-05T12:00:00.000Z',
        `${ROWS.open} placed 2026-01-05T11:00:00.000Z`,
        `${ROWS.shipped} shipped 2026-01-05T10:00:00.000Z`,
        '1 more',
        '1 order-placed',
        'HISTORY_CLIENT_WAIT_TIMEOUT placed',
        'HISTORY_ORDER_NOT_FOUND 404',
        '',
      ]);
    } finally {
      await history.stop();
    }
  });
});
