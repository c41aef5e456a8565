import { countDeferred } from '@refill/order-history/deferred';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { guardHistory, type GuardedHistory } from './guarded-history';
import { silentLogger } from './test-support/silent-logger';

let database: TestDatabase;
let history: GuardedHistory;
beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  history = guardHistory(database.db, { timeoutMs: 500, logger: silentLogger });
});
afterAll(async () => {
  await database.drop();
});

describe('guardHistory', () => {
  it('says unavailable of a database that is not migrated yet', async () => {
    await expect(history.run(countDeferred)).rejects.toMatchObject({
      code: 'HISTORY_UNAVAILABLE',
      cause: { code: '42P01' },
    });
  });

  it('says rejected when the data are at fault', async () => {
    await expect(
      history.run(
        async (db) =>
          await db
            .selectNoFrom((eb) => eb.cast<number>(eb.val('not a number'), 'integer').as('number'))
            .execute(),
      ),
    ).rejects.toMatchObject({ code: 'HISTORY_REJECTED', cause: { code: '22P02' } });
  });

  it('does not wait for ever', async () => {
    const startedAt = Date.now();
    await expect(
      history.run(
        async (db) =>
          await db.selectNoFrom((eb) => eb.fn('pg_sleep', [eb.lit(2)]).as('slept')).execute(),
      ),
    ).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
    expect(Date.now() - startedAt).toBeLessThan(1_900);
  });

  it('lets one at a time do what has to be done alone, as long as it takes', async () => {
    let begin: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const first = history.alone(
      async () =>
        await new Promise<string>((resolve) => {
          finish = () => resolve('done');
          begin();
        }),
    );
    await begun;
    const other = await history.alone(async () => await Promise.resolve());
    expect(other).toEqual({ ran: false });
    finish();
    expect(await first).toEqual({ ran: true, value: 'done' });
    const failing = history.alone(async () => await Promise.reject(new RangeError('of the work')));
    await expect(failing).rejects.toThrow(new RangeError('of the work'));
    expect(await history.alone(async () => await Promise.resolve(1))).toEqual({
      ran: true,
      value: 1,
    });
  });
});
