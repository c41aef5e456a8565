import { startTestHistory, TEST_TOKENS, type TestHistory } from './test-history';

const token = TEST_TOKENS.write;
const path = '/v1/customers/amzn1.account.A%2FB/contact';
const customerId = 'amzn1.account.A/B';

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory();
});
afterAll(() => history.stop());

function put(body: unknown) {
  return history.request(path, { method: 'PUT', token, body });
}

it('stores, replaces, gives and forgets a contact', async () => {
  const get = () => history.request(path, { token });
  const remove = () => history.request(path, { method: 'DELETE', token });
  expect(await get()).toMatchObject({ status: 404, body: { code: 'HISTORY_CONTACT_NOT_FOUND' } });
  const full = { customerId, email: 'ada@example.com', name: 'Ada Öster', locale: 'de-AT' };
  expect(await put({ email: full.email, name: ' Ada Öster ', locale: 'de-at' })).toMatchObject({
    status: 201,
    body: full,
  });
  const stored = await get();
  expect(stored).toMatchObject({ status: 200, body: full });
  expect(stored.headers.get('cache-control')).toBe('no-store');
  const bare = { customerId, email: 'ada@example.org', name: null, locale: null };
  expect(await put({ email: bare.email })).toMatchObject({ status: 200, body: bare });
  expect(await put({ email: bare.email, name: null, locale: null })).toMatchObject({ body: bare });
  expect((await get()).body).toEqual(bare);
  expect(await remove()).toMatchObject({ status: 204, body: null });
  expect(await remove()).toMatchObject({ status: 204, body: null });
  expect(await get()).toMatchObject({ status: 404 });
});

it.each([
  [{}, '/email'],
  [{ email: 'not an address' }, '/email'],
  [{ email: 'a@example.com\r\nBcc: b@example.com' }, '/email'],
  [{ email: 'a@example.com', name: '' }, '/name'],
  [{ email: 'a@example.com', name: 'A\r\nBcc: b@example.com' }, '/name'],
  [{ email: 'a@example.com', name: 'x\0y' }, '/name'],
  [{ email: 'a@example.com', locale: 'not_a_tag' }, '/locale'],
  [{ email: 'a@example.com', locale: '' }, '/locale'],
  [{ email: 'a@example.com', phone: '1' }, '/'],
  [[], '/'],
])('answers 400 to %j without repeating it', async (body, at) => {
  const answer = await put(body);
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'REQUEST_INVALID', errors: [{ path: expect.stringContaining(at) }] },
  });
  expect(JSON.stringify(answer.body)).not.toContain('example.com');
});

it('answers 400 to a body that is not JSON', async () => {
  const response = await fetch(`${history.url}${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"email": "a@example.com"',
  });
  const text = await response.text();
  expect(response.status).toBe(400);
  expect(text).toContain('BODY_NOT_JSON');
  expect(text).not.toContain('example.com');
});

it('answers 400 to a body that is not UTF-8, and stores nothing', async () => {
  const latin1 = Buffer.from('{"email": "a@example.com", "name": "Ada \u00d6ster"}', 'latin1');
  const other = '/v1/customers/latin-1/contact';
  const response = await fetch(`${history.url}${other}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: latin1,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'BODY_NOT_UTF8' });
  expect(await history.request(other, { token })).toMatchObject({ status: 404 });
});
