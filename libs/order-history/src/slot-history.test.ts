import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { settleEmail } from './claim-email';
import { recordOrder } from './record-order';
import { previousOrderOfSlot } from './slot-history';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function record(orderId: string, changes: Partial<OrderSnapshot> = {}) {
  await recordOrder(test.db, testRecord(testSnapshot({ orderId, ...changes })));
}

it('finds the order of the slot right before another in Amazon’s time', async () => {
  await record('third', { placedAt: '2026-01-03T00:00:00.000Z' });
  await record('first', {
    placedAt: '2026-01-01T00:00:00.000Z',
    status: 'cancelled',
    cancellationReason: 'customer',
    customerId: 'someone-before',
  });
  await record('second', { placedAt: null, requestedAt: '2026-01-02T00:00:00.000Z' });
  await record('other-slot', { placedAt: '2026-01-02T12:00:00.000Z', slotId: 'Slot2' });
  await record('other-device', {
    placedAt: '2026-01-02T12:00:00.000Z',
    device: { modelId: 'PetFeeder', serialNumber: 'SN-2' },
  });
  await settleEmail(test.db, {
    orderId: 'first',
    kind: 'order-cancelled',
    outcome: { outcome: 'sent', messageId: '<m@refill>' },
    occurredAt: '2026-01-01T00:00:00.000Z',
  });
  await settleEmail(test.db, {
    orderId: 'first',
    kind: 'order-placed',
    outcome: { outcome: 'skipped', reason: 'no-contact' },
    occurredAt: '2026-01-01T00:00:00.000Z',
  });
  expect(await previousOrderOfSlot(test.db, 'third')).toMatchObject({ orderId: 'second' });
  expect(await previousOrderOfSlot(test.db, 'second')).toEqual({
    orderId: 'first',
    customerId: 'someone-before',
    status: 'cancelled',
    cancellationReason: 'customer',
    emailKinds: ['order-cancelled'],
  });
  expect(await previousOrderOfSlot(test.db, 'first')).toBeNull();
  expect(await previousOrderOfSlot(test.db, 'nowhere')).toBeNull();
});

it('goes by id where two orders have the same time', async () => {
  const device = { modelId: 'PetFeeder', serialNumber: 'SN-tie' };
  await record('tie-a', { device });
  await record('tie-b', { device });
  expect(await previousOrderOfSlot(test.db, 'tie-b')).toMatchObject({ orderId: 'tie-a' });
  expect(await previousOrderOfSlot(test.db, 'tie-a')).toBeNull();
});
