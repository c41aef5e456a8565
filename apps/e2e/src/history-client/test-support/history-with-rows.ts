import { startTestHistory, type TestHistory } from '@refill/history/test-history';
import { putContact } from '@refill/order-history/contacts';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { recordDevice } from '@refill/order-history/record-device';
import { recordOrder } from '@refill/order-history/record-order';
import { deviceRecord, registeredFact, subscribedFact } from '@refill/order-history/test-device';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import { testQuarantined } from '@refill/order-history/test-quarantined';

/** A shipped order, one that is not, and a device that both are of. */
export const ROWS = {
  shipped: 'amzn1.dash.v2.o.shipped/1',
  open: 'amzn1.dash.v2.o.open',
  device: { modelId: 'PetFeeder', serialNumber: 'SN-1' },
  customerId: 'customer-1',
  reasonCode: 'DRS_UNKNOWN_TYPE',
} as const;

/** A history service with rows as the worker and ingestion write them: of all kinds, and three orders for pages. */
export async function startHistoryWithRows(): Promise<TestHistory> {
  const history = await startTestHistory(
    { TEMPORAL_UI_URL: 'http://localhost:8233' },
    { replayWaitMs: 50, actionWaitMs: 50, erasureWaitMs: 50, erasureIntervalMs: 600_000 },
  );
  const { db } = history.database;
  const versioned = placedFact({ version: '1.0' });
  await recordOrder(
    db,
    testRecord(
      testSnapshot({
        orderId: ROWS.shipped,
        status: 'shipped',
        shippedAt: '2026-01-06T10:00:00.000Z',
        attention: ['ship-overdue'],
      }),
      {
        events: [
          factEvent(versioned),
          factEvent({
            ...versioned,
            type: 'item-shipped',
            notificationId: 'n-shipped',
            occurredAt: '2026-01-06T10:00:00.000Z',
          }),
        ],
      },
    ),
  );
  for (const [orderId, placedAt] of [
    [ROWS.open, '2026-01-05T11:00:00.000Z'],
    ['amzn1.dash.v2.o.later', '2026-01-05T12:00:00.000Z'],
  ] as const) {
    const placed = placedFact({ notificationId: orderId, occurredAt: placedAt });
    await recordOrder(
      db,
      testRecord(testSnapshot({ orderId, placedAt }), { events: [factEvent(placed)] }),
    );
  }
  await recordDevice(
    db,
    deviceRecord([
      registeredFact({ notificationId: 'n-registered' }),
      subscribedFact({ notificationId: 'n-subscribed' }),
    ]),
  );
  await putContact(
    db,
    { customerId: ROWS.customerId, email: 'ada@example.com', name: 'Ada', locale: 'de-AT' },
    { actor: null, token: 'ab893cb3' },
  );
  for (const id of ['m-1', 'm-2', 'm-3']) await quarantineMessage(db, testQuarantined(id));
  return history;
}
