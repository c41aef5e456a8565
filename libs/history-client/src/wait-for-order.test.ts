import { OrderWaitError } from './history-client';
import { ORDER } from './test-support/canned-answers';
import {
  failureOf,
  problem,
  type ScriptedServer,
  startScriptedServer,
} from './test-support/scripted-server';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

const inStatus = (status: string) => ({ body: { ...ORDER, status } });
const unknown = problem(404, 'HISTORY_ORDER_NOT_FOUND');
const quick = { pollMs: 5, timeoutMs: 20_000 };

describe('orders.waitForStatus', () => {
  it('gives the order once it has the status, through not being known and passing failures', async () => {
    const down = problem(503, 'HISTORY_DATABASE_UNAVAILABLE');
    server.answer(unknown, inStatus('placed'), down, 'cut', inStatus('shipped'));
    const client = server.client({ retries: 0 });
    const order = await client.orders.waitForStatus('o', 'shipped', quick);
    expect(order.status).toBe('shipped');
    expect(server.seen).toHaveLength(5);
  });

  it('takes any of several, and asks once if it is there', async () => {
    server.answer(inStatus('cancelled'));
    const order = await server.client().orders.waitForStatus('o', ['shipped', 'cancelled']);
    expect(order.status).toBe('cancelled');
    expect(server.seen).toHaveLength(1);
  });

  it('waits for a status that only a newer server has', async () => {
    server.answer(inStatus('placed'), inStatus('out-for-delivery'));
    const order = await server.client().orders.waitForStatus('o', 'out-for-delivery', quick);
    expect(order.status).toBe('out-for-delivery');
  });

  it('tells the last status when the time is over', async () => {
    server.answer(inStatus('placed'), inStatus('awaiting-shipment'));
    const wait = server.client().orders.waitForStatus('o-1', 'shipped', {
      pollMs: 50,
      timeoutMs: 3_000,
    });
    const error = await failureOf(wait);
    expect(error).toBeInstanceOf(OrderWaitError);
    expect(error).toMatchObject({
      code: 'HISTORY_CLIENT_WAIT_TIMEOUT',
      orderId: 'o-1',
      awaited: ['shipped'],
      lastStatus: 'awaiting-shipment',
      message:
        'HISTORY_CLIENT_WAIT_TIMEOUT: order o-1 was last seen awaiting-shipment, not shipped: the time is over',
    });
  });

  it('ends in time even if the server hangs, and tells that nothing was seen', async () => {
    server.answer('hang');
    const begin = performance.now();
    const options = { pollMs: 5, timeoutMs: 100 };
    const error = await failureOf(server.client().orders.waitForStatus('o', 'shipped', options));
    expect(error).toMatchObject({ code: 'HISTORY_CLIENT_WAIT_TIMEOUT', lastStatus: null });
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('goes along with the failure that lasted', async () => {
    server.answer(inStatus('placed'), problem(503, 'HISTORY_DATABASE_UNAVAILABLE'));
    const options = { pollMs: 50, timeoutMs: 3_000 };
    const client = server.client({ retries: 0 });
    expect(await failureOf(client.orders.waitForStatus('o', 'shipped', options))).toMatchObject({
      lastStatus: 'placed',
      cause: { code: 'HISTORY_DATABASE_UNAVAILABLE' },
    });
  });

  it.each(['shipped', 'cancelled', 'expired'])(
    'does not wait on once the order has ended: %s',
    async (end) => {
      server.answer(inStatus('placed'), inStatus(end));
      const wait = server.client().orders.waitForStatus('o', ['placed-again'], quick);
      expect(await failureOf(wait)).toMatchObject({
        code: 'HISTORY_CLIENT_WAIT_ENDED',
        lastStatus: end,
      });
      expect(server.seen).toHaveLength(2);
    },
  );

  it('throws what does not pass', async () => {
    server.answer(problem(401, 'TOKEN_WRONG'));
    const wait = server.client().orders.waitForStatus('o', 'shipped', quick);
    expect(await failureOf(wait)).toMatchObject({ code: 'TOKEN_WRONG' });
  });

  it('ends with the signal', async () => {
    server.answer(inStatus('placed'));
    const controller = new AbortController();
    const { signal } = controller;
    const wait = failureOf(
      server.client().orders.waitForStatus('o', 'shipped', { ...quick, signal }),
    );
    while (server.seen.length < 3) await new Promise(setImmediate);
    controller.abort();
    expect(await wait).toMatchObject({ name: 'AbortError' });
  });

  it.each([
    [[], {}],
    ['shipped', { pollMs: 0 }],
    ['shipped', { timeoutMs: -1 }],
    ['shipped', { timeoutMs: Infinity }],
  ])('refuses %j with %j', async (status, options) => {
    server.answer(inStatus('placed'));
    expect(
      await failureOf(server.client().orders.waitForStatus('o', status, options)),
    ).toMatchObject({ code: 'HISTORY_CLIENT_ARGUMENT_INVALID' });
    expect(server.seen).toEqual([]);
  });
});
