import { sql, type Selectable, type Transaction } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import type { ContactsTable, DatabaseSchema } from './database-schema';
import { holdErasures, recordErasureAction } from './erasure-actions';
import type { Who } from './quarantine-states';

/** How to reach a customer: personal data, for sending mail and nothing else. */
export interface Contact {
  /** Amazon's `directedCustomerId`. */
  readonly customerId: string;
  readonly email: string;
  readonly name: string | null;
  /** A BCP 47 tag; `null` leaves the language of mails to the default. */
  readonly locale: string | null;
}

/**
 * Stores a contact in place of the one before. Where the customer was erased, that is lifted for what comes from now
 * on: somebody keeps them as a customer again.
 * @param who who does it, for the audit of a lifted erasure; `null` when nothing is known of them
 * @returns whether there was none before
 */
export async function putContact(
  db: OrderHistoryDatabase,
  contact: Contact,
  who: Who | null = null,
): Promise<'created' | 'replaced'> {
  const { email, name, locale } = contact;
  return await db.transaction().execute(async (trx) => {
    await liftErasure(trx, contact.customerId, who);
    const row = await trx
      .insertInto('contacts')
      .values({ customer_id: contact.customerId, email, name, locale })
      .onConflict((conflict) =>
        conflict
          .column('customer_id')
          .doUpdateSet({ email, name, locale, updated_at: sql<string>`clock_timestamp()` }),
      )
      // A row that this statement inserted was never updated: xmax tells, and spares a second query.
      .returning(sql<boolean>`xmax = 0`.as('created'))
      .executeTakeFirstOrThrow();
    return row.created ? 'created' : 'replaced';
  });
}

async function liftErasure(
  trx: Transaction<DatabaseSchema>,
  customerId: string,
  who: Who | null,
): Promise<void> {
  await holdErasures(trx);
  const lifted = await trx
    .updateTable('erasures')
    .set({ lifted_at: sql<string>`clock_timestamp()` })
    .where('pseudonym', '=', sql<string>`pseudonym_of(${customerId})`)
    .where('lifted_at', 'is', null)
    .returning('pseudonym')
    .executeTakeFirst();
  if (lifted !== undefined) await recordErasureAction(trx, lifted.pseudonym, 'lifted', who);
}

/** The contact of a customer; `null` when nobody told us. */
export async function getContact(
  db: OrderHistoryDatabase,
  customerId: string,
): Promise<Contact | null> {
  const row = await db
    .selectFrom('contacts')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row === undefined ? null : readContact(row);
}

/**
 * Forgets a contact.
 * @returns whether there was one
 */
export async function deleteContact(
  db: OrderHistoryDatabase,
  customerId: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('contacts')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

function readContact(row: Selectable<ContactsTable>): Contact {
  return {
    customerId: row.customer_id,
    email: row.email,
    name: row.name,
    locale: row.locale,
  };
}
