import { claimEmail, settleEmail } from './claim-email';
import { listEvents } from './list-events';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';

const occurredAt = '2026-01-05T10:00:02.000Z';
const kind = 'order-placed';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function order(orderId: string): Promise<string> {
  await recordOrder(test.db, testRecord(testSnapshot({ orderId })));
  return orderId;
}
async function eventsOf(orderId: string) {
  return (await listEvents(test.db, { orderId, limit: 50, after: 0 }))?.events;
}

describe('a mail of an order', () => {
  it('keeps the Message-ID of its first claim, until it is settled', async () => {
    const orderId = await order('claimed');
    const first = { orderId, kind, messageId: '<a@refill>' };
    expect(await claimEmail(test.db, first)).toEqual({ state: 'claimed', messageId: '<a@refill>' });
    expect(await claimEmail(test.db, { ...first, messageId: '<b@refill>' })).toEqual({
      state: 'claimed',
      messageId: '<a@refill>',
    });
    const outcome = { outcome: 'sent', messageId: '<a@refill>' } as const;
    expect(await settleEmail(test.db, { orderId, kind, outcome, occurredAt })).toEqual(outcome);
    expect(await claimEmail(test.db, first)).toEqual({ state: 'settled', outcome });
  });

  it('gives every one of many claims at once the same Message-ID', async () => {
    const orderId = await order('rush');
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claimEmail(test.db, { orderId, kind, messageId: `<${String(index)}@refill>` }),
      ),
    );
    expect(new Set(claims.map((claim) => JSON.stringify(claim))).size).toBe(1);
  });

  it('writes row and event together, once, and the first outcome stays', async () => {
    const orderId = await order('settled');
    const skipped = { outcome: 'skipped', reason: 'no-contact' } as const;
    const failed = { outcome: 'failed', code: 'EMAIL_GAVE_UP' } as const;
    expect(await settleEmail(test.db, { orderId, kind, outcome: skipped, occurredAt })).toEqual(
      skipped,
    );
    expect(await settleEmail(test.db, { orderId, kind, outcome: failed, occurredAt })).toEqual(
      skipped,
    );
    expect(await claimEmail(test.db, { orderId, kind, messageId: '<late@refill>' })).toEqual({
      state: 'settled',
      outcome: skipped,
    });
    expect(await eventsOf(orderId)).toEqual([
      {
        seq: 1,
        type: 'email-skipped',
        key: 'email:order-placed',
        occurredAt,
        recordedAt: expect.any(String),
        notificationId: null,
        data: { kind, reason: 'no-contact' },
      },
    ]);
  });

  it('never waits in a circle when claimed and settled at once', async () => {
    const outcome = { outcome: 'skipped', reason: 'superseded' } as const;
    const orderIds = await Promise.all(
      Array.from({ length: 40 }, (_, index) => order(`circle-${String(index)}`)),
    );
    const ends = await Promise.all(
      orderIds.flatMap((orderId) => [
        claimEmail(test.db, { orderId, kind, messageId: '<c@refill>' }).then(() => null),
        settleEmail(test.db, { orderId, kind, outcome, occurredAt }),
      ]),
    );
    expect(ends).toEqual(orderIds.flatMap(() => [null, outcome]));
  });

  it('keeps kinds apart', async () => {
    const orderId = await order('kinds');
    const failed = { outcome: 'failed', code: 'EMAIL_REFUSED_550' } as const;
    await settleEmail(test.db, { orderId, kind, outcome: failed, occurredAt });
    expect(
      await claimEmail(test.db, { orderId, kind: 'item-shipped', messageId: '<s@refill>' }),
    ).toEqual({ state: 'claimed', messageId: '<s@refill>' });
    expect(await eventsOf(orderId)).toMatchObject([
      { type: 'email-failed', data: { kind, code: 'EMAIL_REFUSED_550' } },
    ]);
  });

  it('is refused for an order that was never recorded', async () => {
    const outcome = { outcome: 'skipped', reason: 'too-old' } as const;
    await expect(
      settleEmail(test.db, { orderId: 'nowhere', kind, outcome, occurredAt }),
    ).rejects.toMatchObject({ code: 'HISTORY_UNKNOWN_ORDER' });
  });
});
