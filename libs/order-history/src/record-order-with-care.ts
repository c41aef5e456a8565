import { sql, type Selectable, type Transaction } from 'kysely';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import { appendEvents } from './append-events';
import { countVersions, versionWordsIn } from './count-versions';
import { customerIdsIn, pseudonymOf } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema, OrdersTable } from './database-schema';
import { type ErasedCustomer, erasedFor, lookUpErased } from './erased-customers';
import { finishActionsOf } from './finish-operator-action';
import { lockOrder } from './lock-order';
import type { RecordOrderInput, WrittenOrder } from './order-record';
import { runColumns, snapshotColumns, sortAtOf } from './order-row';
import { addLateFacts } from './refold-order';
import { settleToldOrderEmails } from './settle-told-emails';
import { type OrderBefore, statusChangeOf } from './status-change';

/**
 * Writes an order and its new events by a transaction of several statements, whatever else has to be done: customers
 * who were erased, an operator's action that ends, mails that the workflow settles, another run's row.
 */
export async function recordOrderWithCare(
  db: OrderHistoryDatabase,
  input: RecordOrderInput,
): Promise<WrittenOrder> {
  return await db.transaction().execute((trx) => write(trx, input));
}

async function write(
  trx: Transaction<DatabaseSchema>,
  input: RecordOrderInput,
): Promise<WrittenOrder> {
  const { snapshot, events } = input;
  const { orderId } = snapshot;
  const known = await lookUpErased(trx, customerIdsIn({ snapshot, events }));
  let erased = erasedFor(undefined, known);
  const isNew = await insertOrder(trx, withoutCustomers(erased, input));
  const row = isNew ? undefined : await lockOrder(trx, orderId);
  let isWritten = isNew;
  // Also of facts that turn out to be late: nothing else comes after them.
  await finishActionsOf(trx, events);
  if (row !== undefined) {
    erased = erasedFor(row, known);
    const sameRun = row.run_id === input.runId;
    if (row.refolded || (!sameRun && isTerminal(row.status))) {
      await addLateFacts(trx, { orderId, windows: row.windows, erased }, factsIn(events));
      if (!sameRun) return { outcome: 'closed-elsewhere', change: null, claims: [] };
    } else if (!isOutdated(input, row)) {
      await updateOrder(trx, withoutCustomers(erased, input));
      isWritten = true;
    }
  }
  const told = await settleToldOrderEmails(trx, orderId, events);
  const added = await appendEvents(trx, orderId, told.events, erased);
  await countVersions(trx, added.flatMap(versionWordsIn));
  const recordedAs = pseudonymOf(erased, snapshot.customerId);
  const own = erased.find(({ pseudonym }) => pseudonym === recordedAs);
  const change = isWritten ? statusChangeOf(await orderBefore(trx, row), input) : null;
  return {
    outcome: 'recorded',
    pseudonym: own?.pseudonym,
    change,
    claims: [],
    emailsEndedOtherwise: told.endedOtherwise,
    emailsUnderWay: told.underWay.map(({ kind }) => kind),
  };
}

function withoutCustomers(
  erased: readonly ErasedCustomer[],
  input: RecordOrderInput,
): RecordOrderInput {
  const { snapshot } = input;
  const customerId = pseudonymOf(erased, snapshot.customerId);
  return { ...input, snapshot: { ...snapshot, customerId } };
}

/**
 * Only an older revision is outdated. An equal one is written too: after a crash the workflow comes to the
 * same point again, where it may know that a deadline has passed meanwhile.
 */
function isOutdated(input: RecordOrderInput, row: Selectable<OrdersTable>): boolean {
  return row.run_id === input.runId && input.revision < row.revision;
}

/** @returns whether the order is new; waits for whoever is inserting it at the same time */
async function insertOrder(
  trx: Transaction<DatabaseSchema>,
  input: RecordOrderInput,
): Promise<boolean> {
  const { snapshot } = input;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('orders')
    .values({
      order_id: snapshot.orderId,
      ...snapshotColumns(snapshot),
      ...runColumns(input),
      sort_at: sortAtOf(snapshot),
    })
    .onConflict((conflict) => conflict.column('order_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function updateOrder(
  trx: Transaction<DatabaseSchema>,
  input: RecordOrderInput,
): Promise<void> {
  await trx
    .updateTable('orders')
    .set({
      ...snapshotColumns(input.snapshot),
      ...runColumns(input),
      updated_at: sql<string>`clock_timestamp()`,
    })
    .where('order_id', '=', input.snapshot.orderId)
    .execute();
}

async function orderBefore(
  trx: Transaction<DatabaseSchema>,
  row: Selectable<OrdersTable> | undefined,
): Promise<OrderBefore | null> {
  if (row === undefined) return null;
  const shipped =
    row.status === 'partially-shipped' ? await firstShipmentAt(trx, row.order_id) : null;
  return { ...row, first_shipment_at: shipped };
}

async function firstShipmentAt(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
): Promise<string | null> {
  const first = await trx
    .selectFrom('order_events')
    .select('occurred_at')
    .where('order_id', '=', orderId)
    .where('type', '=', 'item-shipped')
    .orderBy('occurred_at')
    .limit(1)
    .executeTakeFirst();
  return first?.occurred_at ?? null;
}

function factsIn(events: readonly OrderEvent[]): readonly OrderFact[] {
  return events.flatMap((event) => ('fact' in event.data ? [event.data.fact] : []));
}
