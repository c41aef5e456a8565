import { sql } from 'kysely';
import type { Contact } from './contacts';
import type { OrderHistoryDatabase } from './database';

/** A contact and when it last changed. */
export interface StoredContact extends Contact {
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** A part of the contacts. */
export interface ContactPage {
  readonly contacts: readonly StoredContact[];
  /** The customer after whom the next part goes on; `null` when this was the last. */
  readonly next: string | null;
}

/**
 * The contacts in the order of their customers' ids, bytewise: one that is stored meanwhile is neither shown twice nor
 * does it move another.
 * @param page `limit`: how many at most; `after`: the `next` of the part before, `null` for the first
 */
export async function listContacts(
  db: OrderHistoryDatabase,
  page: { readonly limit: number; readonly after: string | null },
): Promise<ContactPage> {
  const inOrder = sql<string>`customer_id collate "C"`;
  let query = db
    .selectFrom('contacts')
    .select(['customer_id', 'email', 'name', 'locale', 'updated_at'])
    .orderBy(inOrder)
    .limit(page.limit + 1);
  if (page.after !== null) query = query.where(inOrder, '>', page.after);
  const rows = await query.execute();
  const contacts = rows.slice(0, page.limit).map((row) => ({
    customerId: row.customer_id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    updatedAt: row.updated_at,
  }));
  return {
    contacts,
    next: rows.length > page.limit ? (contacts.at(-1)?.customerId ?? null) : null,
  };
}

/** How many contacts there are. It reads all of them: for a progress bar, not for each page. */
export async function countContacts(db: OrderHistoryDatabase): Promise<number> {
  const { count } = await db
    .selectFrom('contacts')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
