import { inspect } from 'node:util';
import {
  HistoryAnswerError,
  HistoryApiError,
  HistoryClientError,
  HistoryNetworkError,
  HistoryTimeoutError,
} from './history-client';
import { ORDER } from './test-support/canned-answers';
import {
  failureOf,
  problem,
  type ScriptedServer,
  startScriptedServer,
  TOKEN,
} from './test-support/scripted-server';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

const busy = (retryAfter: string) =>
  problem(503, 'HISTORY_DATABASE_UNAVAILABLE', { headers: { 'retry-after': retryAfter } });

describe('a request', () => {
  it('carries the token, ids that are encoded, and JSON', async () => {
    server.answer({ body: { customerId: 'a/b', email: 'a@b.example' } });
    const client = server.client({ baseUrl: `${server.url}/behind/a/path/` });
    await client.contacts.put('a/b?c ümlaut', { email: 'a@b.example', name: null });
    const [seen] = server.seen;
    expect(seen).toMatchObject({
      method: 'PUT',
      path: '/behind/a/path/v1/customers/a%2Fb%3Fc%20%C3%BCmlaut/contact',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    });
    expect(JSON.parse(seen?.body ?? '')).toEqual({ email: 'a@b.example', name: null });
  });

  it('writes lists, dates and numbers into the query, and leaves out what is undefined', async () => {
    server.answer({ body: { items: [], nextCursor: null } });
    await server.client().orders.listPage(
      {
        status: ['placed', 'shipped'],
        placedFrom: new Date('2026-01-05T10:00:00Z'),
        customerId: undefined,
      },
      { limit: 10, cursor: 'a+b=' },
    );
    expect(server.seen[0]?.path).toBe(
      '/v1/orders?status=placed&status=shipped&placedFrom=2026-01-05T10%3A00%3A00.000Z&limit=10&cursor=a%2Bb%3D',
    );
  });

  it.each(['', '.', '..', 'lone \ud800', JSON.parse('7')])(
    'is not sent for the id %j, which would make another path',
    async (id) => {
      server.answer({ status: 204 });
      const client = server.client();
      for (const call of [client.contacts.delete(id), client.orders.get(id)]) {
        expect(await failureOf(call)).toMatchObject({ code: 'HISTORY_CLIENT_ARGUMENT_INVALID' });
      }
      expect(server.seen).toEqual([]);
    },
  );
});

describe('an error answer', () => {
  it('is thrown with all that its problem document says', async () => {
    server.answer(
      problem(400, 'REQUEST_INVALID', {
        headers: { 'retry-after': '7' },
        document: {
          detail: 'Mend it.',
          instance: '/requests/1',
          errors: [{ path: 'status', expected: 'one of these' }],
        },
      }),
    );
    const error = await failureOf(server.client().orders.get('o'));
    expect(error).toBeInstanceOf(HistoryApiError);
    expect(error).toBeInstanceOf(HistoryClientError);
    expect(error).toMatchObject({
      name: 'HistoryApiError',
      code: 'REQUEST_INVALID',
      status: 400,
      type: 'urn:refill:problem:REQUEST_INVALID',
      title: 'A title',
      detail: 'Mend it.',
      instance: '/requests/1',
      errors: [{ path: 'status', expected: 'one of these' }],
      retryAfterMs: 7_000,
      request: 'GET /v1/orders/{orderId}',
      message: 'REQUEST_INVALID: Mend it. (GET /v1/orders/{orderId}: 400)',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('is understood even if a newer server writes parts of it otherwise', async () => {
    server.answer(
      problem(409, 'SOMETHING_NEW', { document: { detail: { a: 1 }, errors: 'many', more: 1 } }),
    );
    expect(await failureOf(server.client().status())).toMatchObject({
      code: 'SOMETHING_NEW',
      status: 409,
      title: 'A title',
      detail: null,
      errors: [],
    });
  });

  it.each([
    [404, '<html>nginx</html>', null],
    [500, '{"error":"other"}', null],
    [301, '', 'The server redirects: give its real address as baseUrl.'],
  ])('without a problem document has a code of its own: %d', async (status, body, detail) => {
    server.answer({ status, body, headers: { location: 'http://127.0.0.1:1/elsewhere' } });
    expect(await failureOf(server.client().status())).toMatchObject({
      code: 'HISTORY_CLIENT_HTTP',
      status,
      detail,
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each(['not JSON', '', '[]', '{"orderId":"o"}', '{"orderId":7}'])(
    'is a successful one with %j too: nobody gets half an order',
    async (body) => {
      server.answer({ body });
      const error = await failureOf(server.client().orders.get('o'));
      expect(error).toBeInstanceOf(HistoryAnswerError);
      expect(error).toMatchObject({ code: 'HISTORY_CLIENT_ANSWER_UNEXPECTED' });
    },
  );
});

describe('a passing failure', () => {
  it.each([429, 502, 503, 504])('%d is tried again', async (status) => {
    server.answer(problem(status, 'BUSY'), problem(status, 'BUSY'), { body: ORDER });
    expect(await server.client().orders.get('o')).toEqual(ORDER);
    expect(server.seen).toHaveLength(3);
  });

  it('of the connection is tried again, in the middle of an answer too', async () => {
    server.answer('cut', { body: ORDER });
    expect(await server.client().orders.get('o')).toEqual(ORDER);
  });

  it('that stays is thrown after the retries', async () => {
    server.answer(problem(503, 'HISTORY_DATABASE_UNAVAILABLE'));
    const error = await failureOf(server.client({ retries: 1 }).status());
    expect(error).toMatchObject({ code: 'HISTORY_DATABASE_UNAVAILABLE', status: 503 });
    expect(server.seen).toHaveLength(2);
    server.answer(problem(503, 'HISTORY_DATABASE_UNAVAILABLE'));
    await failureOf(server.client({ retries: 0 }).status());
    expect(server.seen).toHaveLength(1);
  });

  it('is tried again no earlier than Retry-After says', async () => {
    server.answer(busy('1'), { body: ORDER });
    await server.client().orders.get('o');
    const [first, second] = server.seen;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('is not waited for when Retry-After asks for too long', async () => {
    server.answer(busy('3600'));
    expect(await failureOf(server.client().status())).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(server.seen).toHaveLength(1);
  });

  it('of what changes something once only is never tried again', async () => {
    const client = server.client();
    for (const answer of [busy('0'), 'cut'] as const) {
      server.answer(answer);
      await failureOf(client.quarantine.replay('1'));
      expect(server.seen).toHaveLength(1);
      server.answer(answer);
      await failureOf(client.quarantine.replayAllOf('X'));
      expect(server.seen).toHaveLength(1);
    }
  });

  it.each([
    ['PUT', () => server.client().contacts.put('c', { email: 'a@b.example' })],
    ['DELETE', () => server.client().quarantine.drop('1')],
  ])('of a %s, which may be repeated, is tried again', async (_method, call) => {
    server.answer(busy('0'), { body: { customerId: 'c', email: 'a@b.example' } });
    await call();
    expect(server.seen).toHaveLength(2);
  });
});

describe('time', () => {
  it('of an attempt is limited, and the limit has a code', async () => {
    server.answer('hang');
    const error = await failureOf(server.client({ timeoutMs: 50, retries: 1 }).status());
    expect(error).toBeInstanceOf(HistoryTimeoutError);
    expect(error).toMatchObject({ code: 'HISTORY_CLIENT_TIMEOUT' });
    expect(server.seen).toHaveLength(2);
  });

  it('is limited even if fetch does not heed its signal', async () => {
    const client = server.client({
      fetch: () => new Promise(() => undefined),
      timeoutMs: 20,
      retries: 0,
    });
    expect(await failureOf(client.status())).toMatchObject({ code: 'HISTORY_CLIENT_TIMEOUT' });
  });
});

describe('a signal', () => {
  it('ends a request with its own reason', async () => {
    server.answer('hang');
    const reason = new Error('enough');
    const controller = new AbortController();
    const call = failureOf(server.client().status({ signal: controller.signal }));
    while (server.seen.length === 0) await new Promise(setImmediate);
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(server.seen).toHaveLength(1);
  });

  it('ends a pause before a retry', async () => {
    server.answer(busy('30'));
    const controller = new AbortController();
    const begin = performance.now();
    const call = failureOf(server.client().status({ signal: controller.signal }));
    while (server.seen.length === 0) await new Promise(setImmediate);
    setTimeout(() => controller.abort(), 50);
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('that is aborted already lets nothing be sent', async () => {
    server.answer({ body: ORDER });
    const signal = AbortSignal.abort();
    expect(await failureOf(server.client().orders.get('o', { signal }))).toMatchObject({
      name: 'AbortError',
    });
    expect(server.seen).toEqual([]);
  });

  it('leaves no listener behind', async () => {
    server.answer({ body: ORDER });
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    await server.client().orders.get('o', { signal });
    expect(added).toHaveBeenCalled();
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });
});

describe('the token', () => {
  const shown = (error: unknown) => inspect(error, { depth: 20, showHidden: true });

  it('is in no error, whatever goes wrong', async () => {
    const closed = await startScriptedServer();
    await closed.stop();
    const errors = [
      await failureOf(closed.client({ retries: 0 }).status()),
      await failureOf(
        server
          .client({
            retries: 0,
            fetch: (_input, init) => {
              throw new Error(`cannot send ${JSON.stringify(init)}`);
            },
          })
          .status(),
      ),
    ];
    for (const answer of [
      problem(401, 'TOKEN_WRONG', {
        document: { detail: `${TOKEN} is wrong`, title: TOKEN, instance: TOKEN },
      }),
      { status: 500, body: `you sent ${TOKEN}` },
      { body: `"${TOKEN}"` },
    ]) {
      server.answer(answer);
      errors.push(await failureOf(server.client().status()));
    }
    for (const error of errors) {
      expect(error).toBeInstanceOf(HistoryClientError);
      expect(shown(error)).not.toContain(TOKEN);
    }
  });

  it('is not in the client either', () => {
    expect(shown(server.client())).not.toContain(TOKEN);
  });

  it('of a failed connection is not there, but what failed is', async () => {
    const closed = await startScriptedServer();
    await closed.stop();
    const error = await failureOf(closed.client({ retries: 0 }).orders.get('customer-id'));
    expect(error).toBeInstanceOf(HistoryNetworkError);
    expect(error).toMatchObject({
      code: 'HISTORY_CLIENT_NETWORK',
      message: 'HISTORY_CLIENT_NETWORK: GET /v1/orders/{orderId}: no answer (ECONNREFUSED)',
    });
    expect(error).toHaveProperty('cause.message', 'fetch failed');
  });
});
