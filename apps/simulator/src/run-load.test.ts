import { loadProgress } from './load-progress';
import type { PlannedLife } from './plan-load';
import { runLoad } from './run-load';
import { openOrderHistory } from './order-history';
import { planSimulation } from './plan-simulation';
import { happy } from './scenarios/happy';
import { createFakeClock } from './test-support/fake-clock';
import { startFakeStack, type FakeStack } from './test-support/fake-stack';
import { createRecordedTerminal } from './test-support/recorded-terminal';
import { NOW, simulationRequest } from './test-support/requests';

let stack: FakeStack | null = null;
afterEach(async () => {
  await stack?.stop();
  stack = null;
});

const ORDER = {
  orderId: 'order',
  status: 'shipped',
  cancellationReason: null,
  items: [],
  placedAt: null,
  cancelledAt: null,
  shippedAt: null,
  estimatedDelivery: null,
  deviceDeregisteredAt: null,
  attention: [],
  workflow: null,
};

/** Whole lives of orders of these ids. */
function lives(...orderIds: readonly string[]): readonly PlannedLife[] {
  return orderIds.map((orderId) => {
    const plan = planSimulation(happy, simulationRequest({ orderId, pace: 'instant' }));
    return {
      messages: plan.steps.map(({ action }) => action).filter((action) => action.kind === 'notify'),
      outcome: plan.outcomes[0] ?? null,
    };
  });
}

async function run(
  planned: readonly PlannedLife[],
  sns: number,
  statuses: object,
  /** How many reads the history refuses before it answers. */
  refusals = 0,
) {
  let left = refusals;
  stack = await startFakeStack(({ url }) => {
    if (url === '/sns') return { status: sns };
    left -= 1;
    if (left >= 0) return { status: 503, json: { code: 'HISTORY_UNAVAILABLE' } };
    const status = new Map(Object.entries(statuses)).get(url.split('/').at(-1) ?? '');
    return status === undefined
      ? { status: 404, json: {} }
      : { status: 200, json: { ...ORDER, status } };
  });
  const terminal = createRecordedTerminal();
  const result = runLoad(
    { lives: planned, count: planned.length, atOnce: 3 },
    {
      target: stack.url,
      sign: () => ({ headers: {}, body: '{}' }),
      ingestionToken: null,
      history: openOrderHistory({ url: stack.url, readToken: 'r', writeToken: null }),
      certificateFolder: '/certificates',
      clock: createFakeClock(NOW),
      terminal,
      signal: new AbortController().signal,
    },
  );
  return { result: await result, text: terminal.text(), requests: stack.requests };
}

it('sends every message, and is content when each order that ends has ended', async () => {
  const { result, text, requests } = await run(lives('a', 'b'), 200, {
    a: 'shipped',
    b: 'shipped',
  });
  expect(result).toBe(true);
  expect(requests.filter(({ url }) => url === '/sns')).toHaveLength(4);
  expect(text).toContain('2 of 2 orders that end have ended as expected');
});

it('names the orders that have not ended as expected', async () => {
  const { result, text } = await run(lives('a', 'b', 'c'), 200, { a: 'shipped', b: 'placed' });
  expect(result).toBe(false);
  expect(text).toContain('1 of 3 orders');
  expect(text).toContain('b: placed, not shipped');
  expect(text).toContain('c: unknown to the history, not shipped');
});

it('asks again when the history does not answer now', async () => {
  const { result, text } = await run(lives('a', 'b'), 200, { a: 'shipped', b: 'shipped' }, 3);
  expect(result).toBe(true);
  expect(text).toContain('2 of 2 orders that end have ended as expected');
});

it('says so when the history does not answer for a minute', async () => {
  const { result, text } = await run(lives('a'), 200, {}, Infinity);
  expect(result).toBe(false);
  expect(text).toContain('a: SIMULATOR_HISTORY_FAILED: the order could not be read: 503');
});

it('stops at the first message that is refused, and says what to do', async () => {
  await expect(run(lives('a', 'b'), 403, {})).rejects.toThrow('SIMULATOR_NOT_TAKEN');
});

it('tells how far it is', () => {
  expect(loadProgress(0, 1_000, 0)).toBe('0 of 1,000 (0 %)');
  expect(loadProgress(250, 1_000, 5_000)).toBe('250 of 1,000 (25 %), 50/s, 15 s left');
  expect(loadProgress(3, 4, 2_000)).toBe('3 of 4 (75 %), 1.5/s, 1 s left');
});
