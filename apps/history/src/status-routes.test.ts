import { deferNotification } from '@refill/order-history/deferred';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { startTestHistory, type TestHistory } from './test-history';

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory();
});
afterAll(() => history.stop());

it('tells what waits', async () => {
  expect(await history.request('/v1/status')).toMatchObject({
    status: 200,
    body: {
      deferred: { count: 0, oldestReceivedAt: null },
      quarantine: { open: 0, oldestReceivedAt: null, byReason: [] },
    },
  });
  const { db } = history.database;
  const receivedAt = '2026-01-05T10:00:00.000Z';
  await deferNotification(db, {
    messageId: 'm-1',
    kind: 'notification',
    payload: {},
    receivedAt,
    orderKey: 'order:o-1',
  });
  await quarantineMessage(db, testQuarantined('a', { reasonCode: 'X', receivedAt }));
  expect((await history.request('/v1/status')).body).toEqual({
    deferred: { count: 1, oldestReceivedAt: receivedAt },
    quarantine: {
      open: 1,
      oldestReceivedAt: receivedAt,
      byReason: [{ reasonCode: 'X', count: 1 }],
    },
    erasures: { unfinished: 0, oldestRequestedAt: null },
  });
});
