import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import type { ErasedCustomer } from './erased-customers';
import { addErased } from './erasure-counts';
import type { Who } from './quarantine-states';
import { recordQuarantineAction } from './record-quarantine-action';

/** What stands in the place of a message that was erased; the triggers on `quarantine` allow nothing else. */
const ERASED_BODY = 'erased';

/**
 * Empties the quarantined messages that name a customer and gives them up; recorded with who asked for the erasure.
 * What is being replayed is emptied, too: it ends as unusable, or its facts are recorded under the pseudonym.
 * @param options `batch`: how many messages are looked through at once
 */
export async function eraseQuarantined(
  db: OrderHistoryDatabase,
  customer: ErasedCustomer,
  options: { readonly who: Who; readonly batch: number },
): Promise<void> {
  let after: string | null = '0';
  while (after !== null) {
    const part = await lookThrough(db, customer.customerId, after, options.batch);
    for (const id of part.naming) await eraseOne(db, id, customer, options.who);
    after = part.last;
  }
}

/** Looks through so many messages, whether they name the customer or not: no query takes long. */
async function lookThrough(
  db: OrderHistoryDatabase,
  customerId: string,
  after: string,
  limit: number,
): Promise<{ readonly naming: readonly string[]; readonly last: string | null }> {
  const spellings = spellingsOf(customerId);
  const { rows } = await sql<{ id: string; names: boolean }>`
    select part.id, exists (
      select from unnest(${spellings}::text[]) as spelling
      where position(convert_to(spelling, 'UTF8') in part.body) > 0
         or position(spelling in part.headers::text) > 0) as names
    from (select id, body, headers from quarantine
          where id > ${after}::bigint order by id limit ${limit}) as part
    order by part.id`.execute(db);
  return {
    naming: rows.filter(({ names }) => names).map(({ id }) => id),
    last: rows.at(-1)?.id ?? null,
  };
}

/** How an id stands in a text: as it is, in JSON, and in JSON within JSON, as SNS wraps what Amazon sends. */
function spellingsOf(customerId: string): readonly string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  return [...new Set([customerId, inJson(customerId), inJson(inJson(customerId))])];
}

async function eraseOne(
  db: OrderHistoryDatabase,
  id: string,
  { pseudonym }: ErasedCustomer,
  who: Who,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Without it, the trigger refuses the update, as it refuses any other.
    await sql`select set_config('refill.erasing', 'on', true)`.execute(trx);
    await trx
      .updateTable('quarantine')
      .set({ body: Buffer.from(ERASED_BODY, 'utf8'), headers: '{}', state: 'dropped' })
      .where('id', '=', id)
      .execute();
    await recordQuarantineAction(trx, { quarantine_id: id, action: 'erased', ...who });
    await addErased(trx, pseudonym, { quarantined: 1 });
  });
}
