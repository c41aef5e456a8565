import { settleEmail } from './claim-email';
import { recordOrder } from './record-order';
import { summarizeOrders } from './summarize-orders';
import { createTestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';

it('counts open orders by status and mark, and the mails that failed lately', async () => {
  const test = await createTestDatabase();
  try {
    const orders = [
      { orderId: 'a', status: 'placed' },
      { orderId: 'b', status: 'awaiting-shipment', attention: ['ship-overdue'] },
      { orderId: 'c', status: 'awaiting-shipment', attention: ['ship-overdue', 'item-mismatch'] },
      { orderId: 'd', status: 'shipped', attention: ['ship-overdue'] },
    ] as const;
    for (const order of orders) await recordOrder(test.db, testRecord(testSnapshot(order)));
    await settleEmail(test.db, {
      orderId: 'a',
      kind: 'order-placed',
      outcome: { outcome: 'failed', code: 'EMAIL_REFUSED' },
      occurredAt: '2026-01-05T10:00:00.000Z',
    });
    expect(await summarizeOrders(test.db)).toEqual({
      open: [
        { status: 'requested', count: 0 },
        { status: 'placed', count: 1 },
        { status: 'awaiting-shipment', count: 2 },
        { status: 'partially-shipped', count: 0 },
      ],
      attention: [
        { attention: 'unresolved', count: 0 },
        { attention: 'ship-overdue', count: 2 },
        { attention: 'item-mismatch', count: 1 },
        { attention: 'contradiction', count: 0 },
      ],
      failedEmails: 1,
    });
  } finally {
    await test.drop();
  }
});
