import { putContact } from '@refill/order-history/contacts';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { recordDevice } from '@refill/order-history/record-device';
import { createTestDatabase } from '@refill/order-history/test-database';
import { deviceRecord, registeredFact } from '@refill/order-history/test-device';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { startTestHistory, TEST_TOKENS, type TestHistory } from '../test-history';
import { startProxy } from '../test-support/proxy';
import { visit } from './test-support/visitor';

const DEVICE = '/devices/PetFeeder/SN-1';
const CUSTOMER = '/customers/customer-1';
const MARKUP = '<img src=x onerror="alert(1)">';
const SHOWN = '&lt;img src=x onerror=';

let history: TestHistory;
let message: string;
beforeAll(async () => {
  history = await startTestHistory({}, { replayWaitMs: 20, erasureWaitMs: 20 });
  const { db } = history.database;
  await recordDevice(db, deviceRecord([registeredFact({ customerId: MARKUP })]));
  await putContact(db, {
    customerId: 'customer-1',
    email: 'customer@example.com',
    name: MARKUP,
    locale: null,
  });
  await quarantineMessage(db, testQuarantined('m-1', { detail: MARKUP, body: MARKUP }));
  const { items } = (await history.request('/v1/quarantine')).body as {
    items: readonly { id: string }[];
  };
  message = `/quarantine/${items[0]?.id ?? ''}`;
});
afterAll(() => history.stop());

describe('sign-in', () => {
  it('leads everybody else to it', async () => {
    const nobody = await visit(history, null);
    for (const path of ['/devices', DEVICE, '/quarantine', message, '/versions', CUSTOMER]) {
      const { status, headers, html } = await nobody.get(path);
      const signIn = `/sign-in?next=${encodeURIComponent(path)}`;
      expect([path, status, headers.get('location')]).toEqual([path, 303, signIn]);
      expect(html).toBe('');
    }
    expect((await nobody.get('/')).headers.get('location')).toBe('/sign-in');
    expect((await nobody.post(`${CUSTOMER}/erase`, {})).headers.get('location')).toBe('/sign-in');
  });

  it('leads on to the page that was wanted', async () => {
    const visitor = await visit(history, null);
    const { html } = await visitor.get('/sign-in?next=%2Forders%3Fstatus%3Dshipped');
    expect(html).toContain('name="next" value="/orders?status=shipped"');
    const answer = await visitor.post('/sign-in', {
      token: TEST_TOKENS.read,
      next: '/orders?status=shipped',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/orders?status=shipped',
    ]);
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example/',
    '/.//elsewhere.example/',
    'javascript:alert(1)',
  ])('leads nowhere else: %s', async (next) => {
    const visitor = await visit(history, null);
    const { html } = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(html).not.toContain('name="next"');
    const answer = await visitor.post('/sign-in', { token: TEST_TOKENS.read, next });
    expect(answer.headers.get('location')).toBe('/');
  });

  it("asks once more where a link of another site's page kept the cookie away", async () => {
    const nobody = await visit(history, null);
    const path = `/orders/${encodeURIComponent('o/"1')}?cursor=x`;
    const { status, html } = await nobody.get(path, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(200);
    expect(html).toContain('<meta http-equiv="refresh" content="0;url=/orders/o%2F%221?cursor=x"');
    expect((await nobody.get(path, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  it('refuses another token without telling it, and lets somebody out again', async () => {
    const visitor = await visit(history, null);
    const refused = await visitor.post('/sign-in', { token: 'no token of ours' });
    expect(refused.status).toBe(401);
    expect(refused.html).not.toContain('no token of ours');
    await visitor.post('/sign-in', { token: TEST_TOKENS.read });
    expect(await visitor.get('/devices')).toMatchObject({ status: 200 });
    expect(await visitor.post('/sign-out', {})).toMatchObject({ status: 303 });
    expect(await visitor.get('/devices')).toMatchObject({ status: 303 });
  });

  it('keeps the token and its session from scripts and other sites', async () => {
    const response = await fetch(`${history.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token: TEST_TOKENS.write }),
    });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).not.toContain(TEST_TOKENS.write);
  });
});

describe('behind a proxy that ends TLS and tells another host', () => {
  let served: TestHistory;
  beforeAll(async () => {
    served = await startTestHistory({ HISTORY_URL: 'https://refill.example.com/' });
  });
  afterAll(() => served.stop());

  it('takes the forms of the public address, and keeps the cookie off plain HTTP', async () => {
    const form = new URLSearchParams({ token: TEST_TOKENS.write });
    const signIn = async (origin: string) =>
      await fetch(`${served.url}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        body: form,
        headers: { origin },
      });
    const taken = await signIn('https://refill.example.com');
    expect([taken.status, taken.headers.getSetCookie()[0]]).toEqual([
      303,
      expect.stringMatching(/; Secure/),
    ]);
    expect((await signIn('https://refill.example.com.elsewhere.example')).status).toBe(403);
    expect((await signIn('null')).status).toBe(403);
  });
});

describe('pages', () => {
  it('show what is stored as text, never as markup', async () => {
    const writer = await visit(history, 'write');
    for (const path of ['/devices', DEVICE, '/quarantine', message, CUSTOMER]) {
      const { status, html } = await writer.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(html).toContain(SHOWN);
      expect(html).not.toContain(MARKUP);
    }
    const { html } = await writer.get(`/devices?customerId=${encodeURIComponent(`">${MARKUP}`)}`);
    expect(html).toContain(SHOWN);
    expect(html).not.toContain(MARKUP);
  });

  it.each([
    // m-1 came on 2026-01-05 at 10:00 UTC.
    ['receivedFrom=2026-01-05', true],
    ['receivedFrom=2026-01-05T10:00', true],
    ['receivedFrom=2026-01-05T10:00:00.001', false],
    ['receivedFrom=2026-01-05T12:00:00%2B02:00', true],
    ['receivedTo=2026-01-05T10:00', false],
    ['receivedTo=2026-01-05T10:01', true],
    ['receivedTo=2026-01-05', false],
    ['receivedFrom=&receivedTo=', true],
    ['state=dropped&state=open', true],
    ['state=dropped', false],
  ])('list the messages in quarantine of %s', async (filters, isShown) => {
    const { status, html } = await (await visit(history, 'read')).get(`/quarantine?${filters}`);
    expect([status, html.includes('m-1')]).toEqual([200, isShown]);
  });

  it('show the filters that are used, in UTC', async () => {
    const { html } = await (
      await visit(history, 'read')
    ).get('/quarantine?receivedFrom=2026-01-05T01:30:00%2B02:00&state=replayed&state=dropped');
    expect(html).toContain('name="receivedFrom" value="2026-01-04T23:30"');
    expect([...html.matchAll(/value="(\w+)" checked/g)].map(([, value]) => value)).toEqual([
      'replayed',
      'dropped',
    ]);
  });

  it('may run no script and show no style but those of files', async () => {
    const reader = await visit(history, 'read');
    const { headers } = await reader.get('/devices');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('keep what may be personal from the read token', async () => {
    const reader = await visit(history, 'read');
    for (const path of [message, CUSTOMER, '/quarantine/replays/new?reasonCode=X']) {
      const { status, html } = await reader.get(path);
      expect([path, status]).toEqual([path, 403]);
      expect(html).toContain('HISTORY_TOKEN_READ_ONLY');
      expect(html).not.toContain('customer@example.com');
    }
    for (const path of [
      `${message}/replay`,
      `${message}/drop`,
      '/quarantine/replays',
      `${CUSTOMER}/contact`,
      `${CUSTOMER}/contact/delete`,
      `${CUSTOMER}/erase`,
    ]) {
      const { status } = await reader.post(path, { reasonCode: 'X', note: 'x', confirm: 'x' });
      expect([path, status]).toEqual([path, 403]);
    }
    expect((await reader.get(DEVICE)).html).not.toContain('href="/customers/');
  });

  it.each([
    ['/devices/PetFeeder/nobody', 404, 'HISTORY_DEVICE_NOT_FOUND'],
    ['/quarantine/999999', 404, 'HISTORY_QUARANTINE_NOT_FOUND'],
    ['/quarantine/replays/999999', 404, 'HISTORY_REPLAY_NOT_FOUND'],
    ['/quarantine/x', 400, 'REQUEST_INVALID'],
    ['/devices?status=lost', 400, 'REQUEST_INVALID'],
    ['/devices?stauts=registered', 400, 'REQUEST_INVALID'],
    ['/devices?cursor=x', 400, 'HISTORY_CURSOR_INVALID'],
    ['/quarantine?state=closed', 400, 'REQUEST_INVALID'],
    ['/quarantine?receivedFrom=2026-02-30', 400, 'REQUEST_INVALID'],
    ['/quarantine?receivedTo=yesterday', 400, 'REQUEST_INVALID'],
  ])('say what is wrong with %s', async (path, status, code) => {
    const answer = await (await visit(history, 'write')).get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.html).toContain(code);
  });
});

describe('forms', () => {
  it('do nothing without the token of the session, or from another site', async () => {
    const writer = await visit(history, 'write');
    const origin = { origin: 'https://elsewhere.example' };
    for (const path of [
      `${message}/replay`,
      `${message}/drop`,
      '/quarantine/replays',
      `${CUSTOMER}/contact/delete`,
      `${CUSTOMER}/erase`,
      '/sign-out',
    ]) {
      const fields = { reasonCode: 'DRS_UNKNOWN_TYPE', note: 'x', confirm: 'customer-1' };
      for (const answer of [
        await writer.post(path, { ...fields, csrf: 'x' }),
        await writer.post(path, fields, origin),
      ]) {
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.html).toContain('PAGE_FORM_FOREIGN');
      }
    }
    const contact = { email: 'other@example.com', csrf: 'x' };
    expect(await writer.post(`${CUSTOMER}/contact`, contact)).toMatchObject({ status: 403 });
    expect((await writer.get(CUSTOMER)).html).toContain('customer@example.com');
    expect((await writer.get('/quarantine?state=open')).html).toContain('m-1');
  });

  it('come from our own pages', async () => {
    const writer = await visit(history, 'write');
    const answer = await writer.post(
      `${CUSTOMER}/contact`,
      { email: 'new@example.com' },
      {
        origin: history.url,
      },
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, CUSTOMER]);
    const { html } = await writer.get(CUSTOMER);
    expect(html).toContain('new@example.com');
    expect(html).toContain('The contact was replaced.');
    expect((await writer.get(CUSTOMER)).html).not.toContain('The contact was replaced.');
  });
});

it('says 503 on a page while the database is away', async () => {
  const database = await createTestDatabase();
  const direct = new URL(database.url);
  const proxy = await startProxy({ host: direct.hostname, port: Number(direct.port) });
  const url = new URL(database.url);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const served = await startTestHistory({ DATABASE_URL: url.href });
  try {
    const writer = await visit(served, 'write');
    await proxy.goAway();
    for (const path of ['/devices', '/quarantine', '/versions', CUSTOMER]) {
      const answer = await writer.get(path);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(answer.html).toContain('HISTORY_DATABASE_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).toBe('5');
    }
  } finally {
    await served.stop();
    await proxy.goAway();
    await database.drop();
  }
});
