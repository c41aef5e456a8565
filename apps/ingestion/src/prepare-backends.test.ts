import { migrateToLatest } from '@refill/order-history/migrate';
import { eventually } from './test-support/eventually';
import { startTestIngestion } from './test-support/test-ingestion';

describe('ingestion with DATABASE_MIGRATE=off', () => {
  it('says that it waits for the schema, and goes on when another has migrated', async () => {
    const waiting = await startTestIngestion({ DATABASE_MIGRATE: 'off' }, { down: true });
    try {
      waiting.temporalProxy.setMode('pass');
      waiting.databaseProxy.setMode('pass');
      await eventually(async () => {
        expect(await waiting.get('/readyz')).toMatchObject({
          status: 503,
          body: {
            checks: {
              postgres: { ok: false, detail: expect.stringContaining('not migrated yet') },
            },
          },
        });
        expect(waiting.log.join('')).toMatch(/waiting for PostgreSQL's schema/);
      }, 30_000);
      await migrateToLatest(waiting.database.db);
      await eventually(async () => {
        expect((await waiting.get('/readyz')).status).toBe(200);
        expect(waiting.log.join('')).toContain("the database's schema is current");
      }, 30_000);
    } finally {
      await waiting.stop();
    }
  }, 90_000);
});
