import { sql, type Transaction } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';

/** A customer whose data were erased. */
export interface ErasedCustomer {
  /** Amazon's `directedCustomerId`, as it came. */
  readonly customerId: string;
  /** What stands in its place: `erased-` and 32 hexadecimal digits. */
  readonly pseudonym: string;
}

/** What is known about the erasure of a customer who is to be written. */
export interface KnownErasure extends ErasedCustomer {
  /** Whether their id must not be written; `false` once a contact was stored again. */
  readonly inForce: boolean;
}

/**
 * Which of these customers were erased; those whose contact was stored again are not among them.
 * @param customerIds Amazon's `directedCustomerId`s
 */
export async function erasedCustomersAmong(
  db: OrderHistoryDatabase,
  customerIds: readonly string[],
): Promise<readonly ErasedCustomer[]> {
  if (customerIds.length === 0) return [];
  const known = await db.transaction().execute((trx) => lookUpErased(trx, customerIds));
  return erasedFor(undefined, known);
}

/**
 * Which of the customers that a transaction is going to write were ever erased.
 *
 * To be called before the transaction takes any other lock: no erasure begins until it has ended, so that none can
 * miss what it writes.
 */
export async function lookUpErased(
  trx: Transaction<DatabaseSchema>,
  customerIds: Iterable<string>,
): Promise<readonly KnownErasure[]> {
  const { rows } = await sql<KnownErasure>`
    select customer_id as "customerId", pseudonym, in_force as "inForce"
    from erased_customers_among(${[...new Set(customerIds)]}::text[])`.execute(trx);
  return rows;
}

/**
 * Whose ids must not be written with an order. An order whose customer was erased stays so, though a contact was
 * stored again since: its older facts are those of the pseudonym.
 * @param row the order as it stands, if it does
 */
export function erasedFor(
  row: { readonly customer_id: string } | undefined,
  known: readonly KnownErasure[],
): readonly ErasedCustomer[] {
  return known
    .filter(({ inForce, pseudonym }) => inForce || row?.customer_id === pseudonym)
    .map(({ customerId, pseudonym }) => ({ customerId, pseudonym }));
}
