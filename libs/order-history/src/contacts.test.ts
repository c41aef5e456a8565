import { deleteContact, getContact, putContact } from './contacts';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('stores, replaces and forgets a contact', async () => {
  const contact = { customerId: 'c-1', email: 'a@example.com', name: 'Ada Ö.', locale: 'de-AT' };
  expect(await getContact(test.db, 'c-1')).toBeNull();
  expect(await putContact(test.db, contact)).toBe('created');
  expect(await getContact(test.db, 'c-1')).toEqual(contact);
  const bare = { customerId: 'c-1', email: 'b@example.com', name: null, locale: null };
  expect(await putContact(test.db, bare)).toBe('replaced');
  expect(await getContact(test.db, 'c-1')).toEqual(bare);
  expect(await deleteContact(test.db, 'c-1')).toBe(true);
  expect(await deleteContact(test.db, 'c-1')).toBe(false);
  expect(await getContact(test.db, 'c-1')).toBeNull();
  expect(await putContact(test.db, contact)).toBe('created');
});
