import { deferNotification } from '@refill/order-history/deferred';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { eventually } from './test-support/eventually';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';

let ingestion: TestIngestion;
beforeAll(async () => {
  ingestion = await startTestIngestion();
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();
const valueOf = async (name: string): Promise<number> =>
  Number((await ingestion.metric(name))[0]?.split(' ').at(-1));

describe('the backlog and quarantine', () => {
  it('are metrics and readiness details', async () => {
    const { db } = ingestion.database;
    ingestion.temporalProxy.setMode('refuse');
    await deferNotification(db, {
      messageId: 'waits',
      kind: 'notification',
      payload: { transport: 'https', body: '', headers: {}, message: '' },
      receivedAt: ago(100),
      orderKey: 'order:waits',
    });
    const receivedAt = ago(600);
    await quarantineMessage(db, testQuarantined('one', { receivedAt }));
    await quarantineMessage(db, testQuarantined('two'));
    await quarantineMessage(db, testQuarantined('three', { reasonCode: 'SNS_TOO_OLD' }));
    ingestion.temporalProxy.setMode('pass');
    await eventually(async () => {
      expect(await valueOf('refill_quarantine_open{reason="DRS_UNKNOWN_TYPE"')).toBe(2);
      expect(await valueOf('refill_quarantine_open{reason="SNS_TOO_OLD"')).toBe(1);
    });
    expect(await valueOf('refill_quarantine_oldest_age_seconds')).toBeGreaterThan(600);
    // The deferred message holds no notification, and so ends in quarantine itself.
    await eventually(async () => {
      expect(await valueOf('refill_deferred_backlog')).toBe(0);
      expect(await valueOf('refill_deferred_oldest_age_seconds')).toBe(0);
    });
    expect(await ingestion.get('/readyz')).toMatchObject({
      status: 200,
      body: {
        checks: {
          backlog: { ok: true, detail: '0 messages wait for Temporal' },
          quarantine: {
            ok: true,
            detail: expect.stringMatching(
              /^4 messages wait for somebody to look, the oldest for \d+ min$/,
            ),
          },
        },
      },
    });
  });

  it.each(['refuse', 'silent'] as const)(
    'are left out of a scrape, which does not hang, while PostgreSQL is down (%s)',
    async (mode) => {
      ingestion.databaseProxy.setMode(mode);
      // What was read a moment before may still be told.
      await eventually(async () =>
        expect(await ingestion.metric('refill_quarantine_o')).toEqual([]),
      );
      const startedAt = Date.now();
      const { status } = await ingestion.get('/metrics');
      expect(status).toBe(200);
      expect(Date.now() - startedAt).toBeLessThan(3_000);
      expect(await ingestion.metric('refill_deferred_')).toEqual([]);
      const ready = await ingestion.get('/readyz');
      expect(ready).toMatchObject({
        status: 503,
        body: {
          checks: {
            temporal: { ok: true },
            postgres: { ok: false, detail: expect.stringMatching(/^PostgreSQL /) },
            backlog: { ok: true, detail: 'not known while PostgreSQL is not there' },
          },
        },
      });
      ingestion.databaseProxy.setMode('pass');
      await eventually(async () => expect((await ingestion.get('/readyz')).status).toBe(200));
      expect(await ingestion.metric('refill_deferred_backlog{')).toHaveLength(1);
    },
    60_000,
  );

  it('readiness names Temporal when that is what is not there', async () => {
    ingestion.temporalProxy.setMode('refuse');
    await eventually(async () => {
      const ready = await ingestion.get('/readyz');
      expect(ready).toMatchObject({
        status: 503,
        body: {
          checks: { temporal: { ok: false, detail: expect.stringMatching(/^Temporal [a-z]/) } },
        },
      });
      expect(JSON.stringify(ready.body)).not.toMatch(/127\.0\.0\.1|Error/);
    });
    ingestion.temporalProxy.setMode('pass');
    await eventually(async () => expect((await ingestion.get('/readyz')).status).toBe(200), 30_000);
  });
});
