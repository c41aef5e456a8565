import { claimEmail, settleEmail } from './claim-email';
import { emailsOfOrder } from './emails-of-order';
import { recordOrder } from './record-order';
import { createTestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';
import { testClaimant } from './test-claimant';

it('tells of each mail of an order how it stands', async () => {
  const test = await createTestDatabase();
  try {
    const orderId = 'mailed';
    expect(await emailsOfOrder(test.db, orderId)).toBeNull();
    await recordOrder(test.db, testRecord(testSnapshot({ orderId })));
    expect(await emailsOfOrder(test.db, orderId)).toEqual([]);
    const occurredAt = '2026-01-05T10:00:00.000Z';
    const settle = settleEmail;
    await claimEmail(test.db, {
      orderId,
      kind: 'ship-overdue',
      messageId: '<o@x>',
      claimant: testClaimant(),
    });
    await settle(test.db, {
      orderId,
      kind: 'item-shipped',
      outcome: { outcome: 'skipped', reason: 'no-contact' },
      occurredAt,
    });
    await settle(test.db, {
      orderId,
      kind: 'order-placed',
      outcome: { outcome: 'sent', messageId: '<p@x>' },
      occurredAt,
    });
    const at = expect.any(String);
    expect(await emailsOfOrder(test.db, orderId)).toEqual([
      { kind: 'order-placed', outcome: 'sent', detail: null, messageId: '<p@x>', at },
      { kind: 'item-shipped', outcome: 'skipped', detail: 'no-contact', messageId: null, at },
      { kind: 'ship-overdue', outcome: 'pending', detail: null, messageId: '<o@x>', at },
    ]);
  } finally {
    await test.drop();
  }
});
