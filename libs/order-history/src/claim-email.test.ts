import { claimEmail, releaseEmail, settleEmail } from './claim-email';
import { listEvents } from './list-events';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';
import { testClaimant } from './test-claimant';

const occurredAt = '2026-01-05T10:00:02.000Z';
const kind = 'order-placed';
const claimant = testClaimant();

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
    const first = { orderId, kind, messageId: '<a@refill>', claimant };
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
        claimEmail(test.db, { orderId, kind, messageId: `<${String(index)}@refill>`, claimant }),
      ),
    );
    expect(new Set(claims.map((claim) => JSON.stringify(claim))).size).toBe(1);
  });

  it('is sent by one worker at a time, until it lets go or its time is up', async () => {
    const orderId = await order('held');
    const own = { orderId, kind, messageId: '<h@refill>', claimant };
    const other = { ...own, messageId: '<o@refill>', claimant: testClaimant({ id: 'worker-2' }) };
    const claimed = { state: 'claimed', messageId: '<h@refill>' };
    const elsewhere = { state: 'claimed-elsewhere' };
    expect(await claimEmail(test.db, own)).toEqual(claimed);
    expect(await claimEmail(test.db, other)).toEqual(elsewhere);
    expect(await claimEmail(test.db, own)).toEqual(claimed);

    // Not who holds it: nothing is let go.
    await releaseEmail(test.db, other);
    expect(await claimEmail(test.db, other)).toEqual(elsewhere);
    await releaseEmail(test.db, own);
    const over = { ...other, claimant: { ...other.claimant, holdMs: -1_000 } };
    expect(await claimEmail(test.db, over)).toEqual(claimed);
    expect(await claimEmail(test.db, own)).toEqual(claimed);
    expect(await claimEmail(test.db, other)).toEqual(elsewhere);

    const outcome = { outcome: 'sent', messageId: '<h@refill>' } as const;
    await settleEmail(test.db, { orderId, kind, outcome, occurredAt });
    await releaseEmail(test.db, own);
    expect(await claimEmail(test.db, other)).toEqual({ state: 'settled', outcome });
  });

  it('is sent by one of many workers who claim it at once', async () => {
    const orderId = await order('race');
    const claims = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const id = `worker-${String(index)}`;
        const email = { orderId, kind, messageId: '<r@refill>', claimant: testClaimant({ id }) };
        return (await claimEmail(test.db, email)).state;
      }),
    );
    expect(claims.filter((state) => state === 'claimed')).toHaveLength(1);
    expect(claims.filter((state) => state === 'claimed-elsewhere')).toHaveLength(7);
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
    expect(
      await claimEmail(test.db, { orderId, kind, messageId: '<late@refill>', claimant }),
    ).toEqual({
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
        claimEmail(test.db, { orderId, kind, messageId: '<c@refill>', claimant }).then(() => null),
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
      await claimEmail(test.db, {
        orderId,
        kind: 'item-shipped',
        messageId: '<s@refill>',
        claimant,
      }),
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
