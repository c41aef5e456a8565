import { sql, type Transaction } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';
import { eraseQuarantined } from './erase-quarantined';
import { type Erasure, type ErasureCounts, NOTHING_ERASED, readErasureRow } from './erasure';
import { lockErasures, recordErasureAction } from './erasure-actions';
import { addErased } from './erasure-counts';
import { devicesNaming, pseudonymiseDevices } from './pseudonymise-devices';
import { openOrdersNaming, pseudonymiseOrders } from './pseudonymise-orders';
import type { Who } from './quarantine-states';

const LOCK_TIMEOUT_MS = 5_000;

/** What may have a workflow that remembers a customer. */
export interface OpenWorkflows {
  /** Orders that have not ended. */
  readonly orderIds: readonly string[];
  /** Devices, whoever they belong to now; those that were deregistered may have no workflow any more. */
  readonly devices: readonly DeviceIdentity[];
}

/**
 * Asks for the erasure of a customer's data; recorded with who asked. Their contact is deleted at once, and from the
 * return on no id of theirs is written any more; what was written before, `pseudonymiseCustomer` replaces.
 *
 * May be repeated: an erasure that stands stays as it is, one that was lifted begins again.
 * @param customerId Amazon's `directedCustomerId`, or the pseudonym of a customer who was erased
 * @param options `lockTimeoutMs`: how long it may wait for what is being recorded, in ms; 5000 by default
 * @throws the error of PostgreSQL (`55P03`) when something is being recorded for longer than that
 */
export async function requestErasure(
  db: OrderHistoryDatabase,
  customerId: string,
  who: Who,
  options: { readonly lockTimeoutMs?: number } = {},
): Promise<Erasure> {
  return await db.transaction().execute(async (trx) => {
    await lockErasures(trx, options.lockTimeoutMs ?? LOCK_TIMEOUT_MS);
    const known = await erasureOf(trx, customerId);
    if (known !== undefined && (known.lifted_at === null || known.pseudonym === customerId)) {
      await recordErasureAction(trx, known.pseudonym, 'requested-again', who);
      return readErasureRow(known);
    }
    const row = await begin(trx, customerId, who);
    await recordErasureAction(trx, row.pseudonym, 'requested', who);
    await trx.deleteFrom('contacts').where('customer_id', '=', customerId).execute();
    return readErasureRow(row);
  });
}

/**
 * How the erasure of a customer stands; `null` when nobody asked for one.
 * @param customerId Amazon's `directedCustomerId`, or the pseudonym of a customer who was erased
 */
export async function getErasure(
  db: OrderHistoryDatabase,
  customerId: string,
): Promise<Erasure | null> {
  const row = await erasureOf(db, customerId);
  return row === undefined ? null : readErasureRow(row);
}

/** The erasure that has waited longest to be carried out; `null` when there is none. */
export async function nextUnfinishedErasure(db: OrderHistoryDatabase): Promise<Erasure | null> {
  const row = await db
    .selectFrom('erasures')
    .selectAll()
    .where('finished_at', 'is', null)
    .orderBy('requested_at')
    .orderBy('pseudonym')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : readErasureRow(row);
}

/**
 * Puts a pseudonym in the place of a customer's id in all that the history holds, and empties the quarantined
 * messages that name it. In transactions of limited size; may be stopped at any time and repeated.
 *
 * Nothing is missed: whatever is recorded since `requestErasure` returned has the pseudonym already. Payloads of
 * deferred work are left as they are, since they are recorded later.
 * @param options `batch`: how many orders or messages one transaction takes at most
 * @returns how many rows were changed in all, by earlier attempts, too
 */
export async function pseudonymiseCustomer(
  db: OrderHistoryDatabase,
  erasure: Erasure,
  options: { readonly batch: number },
): Promise<ErasureCounts> {
  const { pseudonym, customerId } = erasure;
  if (customerId === null) return erasure.counts;
  const customer = { customerId, pseudonym };
  await pseudonymiseOrders(db, customer, options.batch);
  await pseudonymiseDevices(db, customer, options.batch);
  await eraseQuarantined(db, customer, { who: erasure.who, batch: options.batch });
  return await addErased(db, pseudonym, {});
}

/**
 * The open orders and the devices of a customer, after their id was replaced by the pseudonym.
 * A workflow that is not among them had written nothing when the erasure began: it learns of it when it does.
 */
export async function openWorkflowsOfCustomer(
  db: OrderHistoryDatabase,
  pseudonym: string,
): Promise<OpenWorkflows> {
  return {
    orderIds: await openOrdersNaming(db, pseudonym),
    devices: await devicesNaming(db, pseudonym, null),
  };
}

/**
 * Records that an erasure was carried out, and forgets the customer's id; may be repeated.
 * @param erasure as it was when it was begun: one that began again meanwhile is not finished
 * @param counts what `pseudonymiseCustomer` came to
 * @returns the erasure as it stands
 */
export async function finishErasure(
  db: OrderHistoryDatabase,
  erasure: Pick<Erasure, 'pseudonym' | 'requestedAt'>,
  counts: ErasureCounts,
): Promise<Erasure> {
  const { pseudonym } = erasure;
  return await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('erasures')
      .set({
        finished_at: sql<string>`clock_timestamp()`,
        customer_id: null,
        counts: JSON.stringify(counts),
      })
      .where('pseudonym', '=', pseudonym)
      .where('requested_at', '=', erasure.requestedAt)
      .where('finished_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await recordErasureAction(trx, pseudonym, 'finished', null);
    const row = await trx
      .selectFrom('erasures')
      .selectAll()
      .where('pseudonym', '=', pseudonym)
      .executeTakeFirstOrThrow();
    return readErasureRow(row);
  });
}

async function erasureOf(db: OrderHistoryDatabase, customerId: string) {
  return await db
    .selectFrom('erasures')
    .selectAll()
    .where((eb) =>
      eb('pseudonym', 'in', [sql<string>`pseudonym_of(${customerId})`, sql<string>`${customerId}`]),
    )
    .executeTakeFirst();
}

async function begin(trx: Transaction<DatabaseSchema>, customerId: string, who: Who) {
  const columns = {
    customer_id: customerId,
    actor: who.actor,
    token: who.token,
    counts: JSON.stringify(NOTHING_ERASED),
  };
  return await trx
    .insertInto('erasures')
    .values({ ...columns, pseudonym: sql<string>`pseudonym_of(${customerId})` })
    .onConflict((conflict) =>
      conflict.column('pseudonym').doUpdateSet({
        ...columns,
        requested_at: sql<string>`clock_timestamp()`,
        finished_at: null,
        lifted_at: null,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}
