import { countOrders } from './count-orders';
import { countContacts } from './list-contacts';
import { putContact } from './contacts';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRecord, testSnapshot } from './test-order';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

it('counts the orders that fit, all of them without a filter', async () => {
  expect(await countOrders(test.db, {})).toBe(0);
  for (const [orderId, status] of [
    ['a', 'placed'],
    ['b', 'placed'],
    ['c', 'shipped'],
  ] as const) {
    await recordOrder(test.db, testRecord(testSnapshot({ orderId, status })));
  }
  expect(await countOrders(test.db, {})).toBe(3);
  expect(await countOrders(test.db, { statuses: ['placed'] })).toBe(2);
  expect(await countOrders(test.db, { statuses: [] })).toBe(0);
});

it('counts the contacts', async () => {
  expect(await countContacts(test.db)).toBe(0);
  await putContact(test.db, { customerId: 'c', email: 'c@example.com', name: null, locale: null });
  expect(await countContacts(test.db)).toBe(1);
});
