import type { DeferredWork } from '@refill/order-history/deferred';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { createDeferrals } from './deferrals';
import { type GuardedHistory, guardHistory } from './guarded-history';
import { silentLogger } from './test-support/silent-logger';
import { deferredIn } from './test-support/stored-rows';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.drop();
});

function work(messageId: string, payload: unknown = null): DeferredWork {
  const receivedAt = '2026-01-05T10:00:00.000Z';
  return { messageId, kind: 'notification', payload, receivedAt, orderKey: `order:${messageId}` };
}

/** A guarded history that counts how often it is asked, and may be told to wait or to fail. */
function watched() {
  const history = guardHistory(database.db, { timeoutMs: 5_000, logger: silentLogger });
  let calls = 0;
  const counted: GuardedHistory = {
    ...history,
    async run(work, timeoutMs) {
      calls += 1;
      return await history.run(work, timeoutMs);
    },
  };
  return { history: counted, calls: () => calls };
}
const idsIn = async () => (await deferredIn(database)).map(({ message_id }) => message_id).sort();

it('keeps what comes at once by few statements', async () => {
  const { history, calls } = watched();
  const { defer } = createDeferrals(history);
  const ids = Array.from({ length: 350 }, (_, index) => `m-${String(1_000 + index)}`);
  await Promise.all(ids.map((id) => defer(work(id))));
  expect(await idsIn()).toEqual(ids);
  expect(calls()).toBeLessThanOrEqual(5);
});

it('keeps a redelivery once, also where it comes at the same moment', async () => {
  const { defer } = createDeferrals(watched().history);
  await defer(work('again'));
  await Promise.all([defer(work('again')), defer(work('twice')), defer(work('twice'))]);
  expect(await idsIn()).toEqual(['again', 'twice']);
});

it('refuses what PostgreSQL can not take, and keeps what came with it', async () => {
  const { defer } = createDeferrals(watched().history);
  const unfit = { ...work('unfit'), receivedAt: 'no time' };
  const ends = await Promise.allSettled([work('a'), unfit, work('b')].map(defer));
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(ends[1]).toMatchObject({ reason: { code: 'HISTORY_REJECTED' } });
  expect(await idsIn()).toEqual(['a', 'b']);
});

it('says of each that PostgreSQL is away, and goes on when it is back', async () => {
  const { history } = watched();
  let away = true;
  const { defer } = createDeferrals({
    ...history,
    run: async (work, timeoutMs) =>
      await history.run(async (db) => {
        if (away) throw new Error('connection refused');
        return await work(db);
      }, timeoutMs),
  });
  const ends = await Promise.allSettled([work('a'), work('b')].map(defer));
  expect(ends).toMatchObject([
    { reason: { code: 'HISTORY_UNAVAILABLE' } },
    { reason: { code: 'HISTORY_UNAVAILABLE' } },
  ]);
  away = false;
  await Promise.all([work('a'), work('b')].map(defer));
  expect(await idsIn()).toEqual(['a', 'b']);
});
