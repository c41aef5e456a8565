import { sql, type Transaction } from 'kysely';
import type { DatabaseSchema } from './database-schema';
import type { ErasureActionKind } from './erasure';
import type { Who } from './quarantine-states';

/** The transaction-level advisory lock (of this application's own choosing) that `erased_customers_among` shares. */
const ERASURE_LOCK = 5_739_201_843;

/**
 * Waits for every transaction that writes ids of customers, and keeps others from beginning.
 * @param timeoutMs how long it may wait, in ms: meanwhile nothing is recorded, behind one transaction that hangs
 * @throws the error of PostgreSQL (`55P03`) when that was not enough; see `isDatabaseUnavailable`
 */
export async function lockErasures(
  trx: Transaction<DatabaseSchema>,
  timeoutMs: number,
): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(timeoutMs)}, true)`.execute(trx);
  await sql`select pg_advisory_xact_lock(${ERASURE_LOCK})`.execute(trx);
}

/** Keeps erasures from beginning, as every transaction that writes ids of customers does. */
export async function holdErasures(trx: Transaction<DatabaseSchema>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${ERASURE_LOCK})`.execute(trx);
}

/**
 * Records what was done about an erasure, in the transaction that does it.
 * @param who `null`: Refill by itself, or somebody of whom nothing is known
 */
export async function recordErasureAction(
  trx: Transaction<DatabaseSchema>,
  pseudonym: string,
  action: ErasureActionKind,
  who: Who | null,
): Promise<void> {
  await trx
    .insertInto('erasure_actions')
    .values({ pseudonym, action, actor: who?.actor ?? null, token: who?.token ?? null })
    .execute();
}
