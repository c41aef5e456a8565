import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { claimEmail, releaseEmail, settleEmail } from './claim-email';
import { listEvents } from './list-events';
import { recordOrder } from './record-order';
import { testClaimant } from './test-claimant';
import { createTestDatabase, type TestDatabase } from './test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from './test-order';

const occurredAt = '2026-01-05T10:00:02.000Z';
const kind = 'order-placed';
const messageId = '<told@refill>';
const claimant = testClaimant();
const sent = { outcome: 'sent', messageId } as const;
const skipped = { outcome: 'skipped', reason: 'superseded' } as const;
const unknown = { outcome: 'failed', code: 'EMAIL_OUTCOME_UNKNOWN' } as const;

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function order(orderId: string): Promise<string> {
  await recordOrder(test.db, testRecord(testSnapshot({ orderId })));
  return orderId;
}

/** The workflow records a fact, and that the mail was not sent. */
async function tell(orderId: string, outcome: EmailOutcome = skipped) {
  const events = [emailEvent(kind, outcome, occurredAt), factEvent(placedFact())];
  return await recordOrder(test.db, testRecord(testSnapshot({ orderId }), { events }));
}

async function typesOf(orderId: string) {
  const page = await listEvents(test.db, { orderId, limit: 50, after: 0 });
  return page?.events.map(({ type }) => type);
}

describe('a mail of which a workflow tells that it was not sent', () => {
  it('counts as that where nobody claimed it, or who did has let go, however often it is told', async () => {
    const orderId = await order('let-go');
    await claimEmail(test.db, { orderId, kind, messageId, claimant });
    await releaseEmail(test.db, { orderId, kind, claimant });
    for (const id of [orderId, await order('unclaimed')]) {
      const first = await tell(id);
      expect(first).not.toHaveProperty('emailsUnderWay');
      expect(first).not.toHaveProperty('emailsEndedOtherwise');
      expect(await tell(id)).toEqual(first);
      expect(await typesOf(id)).toEqual(['email-skipped', 'order-placed']);
      const claim = await claimEmail(test.db, { orderId: id, kind, messageId, claimant });
      expect(claim).toEqual({ state: 'settled', outcome: skipped });
    }
  });

  it('is not settled while somebody may be sending it; what else is told is recorded', async () => {
    const orderId = await order('under-way');
    await claimEmail(test.db, { orderId, kind, messageId, claimant });
    expect(await tell(orderId)).toMatchObject({ outcome: 'recorded', emailsUnderWay: [kind] });
    expect(await typesOf(orderId)).toEqual(['order-placed']);
    expect(await settleEmail(test.db, { orderId, kind, outcome: sent, occurredAt })).toEqual(sent);
    const again = await tell(orderId);
    expect(again).toMatchObject({ emailsEndedOtherwise: [{ kind, outcome: sent }] });
    expect(again).not.toHaveProperty('emailsUnderWay');
    expect(await typesOf(orderId)).toEqual(['order-placed', 'email-sent']);
  });

  it('ended in nobody knows what where who claimed it never let go', async () => {
    const orderId = await order('killed');
    const killed = testClaimant({ holdMs: -1 });
    await claimEmail(test.db, { orderId, kind, messageId, claimant: killed });
    expect(await tell(orderId)).toMatchObject({
      emailsEndedOtherwise: [{ kind, outcome: unknown }],
    });
    expect(await typesOf(orderId)).toEqual(['email-failed', 'order-placed']);
    expect(await claimEmail(test.db, { orderId, kind, messageId, claimant })).toEqual({
      state: 'settled',
      outcome: unknown,
    });
    expect(await tell(orderId, unknown)).not.toHaveProperty('emailsEndedOtherwise');
  });

  it('is either sent or not when somebody claims it at that moment', async () => {
    for (let round = 0; round < 20; round += 1) {
      const orderId = await order(`race-${String(round)}`);
      const [claim, told] = await Promise.all([
        claimEmail(test.db, { orderId, kind, messageId, claimant }),
        tell(orderId),
      ]);
      const isToSend = claim.state === 'claimed';
      expect('emailsUnderWay' in told).toBe(isToSend);
    }
  });
});
