import { countDeferred, deferNotification, nextDeferred, removeDeferred } from './deferred';
import { quarantineMessage } from './quarantine';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('quarantine', () => {
  it('keeps any text exactly as it came, once', async () => {
    const message = {
      messageId: 'm-1',
      transport: 'sqs',
      reasonCode: 'DRS_NOT_JSON',
      detail: 'at a\0b: a string',
      body: 'not json \0 "\\u0000" \u{1F6D2} {',
      headers: { 'x-amz-sns-message-type': 'Notification', odd: '\0' },
      receivedAt: '2026-01-05T10:00:00.123Z',
    } as const;
    expect(await quarantineMessage(test.db, message)).toBe('quarantined');
    expect(await quarantineMessage(test.db, { ...message, body: 'again' })).toBe('known');
    const rows = await test.db.selectFrom('quarantine').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      message_id: 'm-1',
      transport: 'sqs',
      reason_code: 'DRS_NOT_JSON',
      detail: 'at a\uFFFDb: a string',
      headers: message.headers,
      received_at: '2026-01-05T10:00:00.123Z',
    });
    expect(rows[0]?.body.toString('utf8')).toBe(message.body);
  });
});

describe('deferred work', () => {
  it('comes out oldest first, unchanged, until it is removed', async () => {
    const payload = { text: '\0 \ud800 ä', list: [1, null] };
    const newer = {
      messageId: 'newer',
      kind: 'replenishment',
      payload: null,
      receivedAt: '2026-01-05T10:00:01.000Z',
    } as const;
    const older = {
      messageId: 'older',
      kind: 'notification',
      payload,
      receivedAt: '2026-01-05T10:00:00.000Z',
    } as const;
    expect(await deferNotification(test.db, newer)).toBe('deferred');
    expect(await deferNotification(test.db, older)).toBe('deferred');
    expect(await deferNotification(test.db, older)).toBe('known');
    expect(await countDeferred(test.db)).toBe(2);
    const waiting = await nextDeferred(test.db, 10);
    expect(waiting).toEqual([
      { id: expect.any(String), ...older },
      { id: expect.any(String), ...newer },
    ]);
    const [first] = await nextDeferred(test.db, 1);
    expect(first?.messageId).toBe('older');
    await removeDeferred(test.db, first?.id ?? '');
    await removeDeferred(test.db, first?.id ?? '');
    expect(await countDeferred(test.db)).toBe(1);
  });
});
