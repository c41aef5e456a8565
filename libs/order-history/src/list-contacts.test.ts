import { putContact } from './contacts';
import { listContacts } from './list-contacts';
import { createTestDatabase } from './test-database';

it('gives every contact once, in the order of the ids, whatever is stored meanwhile', async () => {
  const test = await createTestDatabase();
  try {
    expect(await listContacts(test.db, { limit: 2, after: null })).toEqual({
      contacts: [],
      next: null,
    });
    const ids = ['a', 'Z', 'ä', 'b', 'a.1'];
    for (const customerId of ids) {
      await putContact(test.db, {
        customerId,
        email: `${customerId}@x.org`,
        name: null,
        locale: 'de',
      });
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await listContacts(test.db, { limit: 2, after });
      seen.push(...page.contacts.map(({ customerId }) => customerId));
      after = page.next;
      await putContact(test.db, { customerId: 'A', email: 'x@x.org', name: null, locale: null });
    } while (after !== null);
    // Bytewise: capitals first; the one that came before what was shown stays out.
    expect(seen).toEqual(['Z', 'a', 'a.1', 'b', 'ä']);
  } finally {
    await test.drop();
  }
});
