import { sql, type Selectable, type Transaction } from 'kysely';
import {
  ORDER_EMAIL_KINDS,
  type OrderEmailKind,
  type OrderEvent,
} from '@refill/order-lifecycle/order-event';
import type { DeviceDeregistered, OrderFact } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { appendEvents } from './append-events';
import { countVersions, versionWordsIn } from './count-versions';
import { customerIdsIn, pseudonymOf } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema, OrdersTable } from './database-schema';
import { deregistrationsSince } from './deregistrations-since';
import { settleEmailsOf } from './email-rows';
import { type ErasedCustomer, erasedFor, lookUpErased } from './erased-customers';
import { finishActionsOf } from './finish-operator-action';
import { lockOrder } from './lock-order';
import { snapshotColumns } from './order-row';
import { addLateFacts } from './refold-order';
import { type StatusChange, statusChangeOf } from './status-change';

/** What a workflow run has to say about its order. */
export interface RecordOrderInput {
  readonly snapshot: OrderSnapshot;
  /** Those recorded before may be among them. */
  readonly events: readonly OrderEvent[];
  readonly workflowId: string;
  readonly runId: string;
  /** Grows within a run: an older attempt that ends late must not undo a newer one. */
  readonly revision: number;
  readonly windows: OrderWindows;
}

/** What became of it. */
export type RecordOrderResult =
  | {
      readonly outcome: 'recorded';
      /** The deregistrations of the order's device since the order began. */
      readonly deregistrations: readonly DeviceDeregistered[];
      /** Once the order has ended: mails that were claimed and never settled, here or by a worker that was killed. */
      readonly unsettledEmails: readonly OrderEmailKind[];
      /** Set when the order's customer was erased: this was written in the place of the id. */
      readonly customerPseudonym?: string;
    }
  /** Another run ended this order before: the facts were recorded as late. */
  | { readonly outcome: 'closed-elsewhere' };

/**
 * Writes an order and its new events in one transaction; may be repeated.
 *
 * A run that comes after another one takes the order over, unless that one ended it.
 * The deregistrations are read after the commit: whoever deregisters a device writes that first and then
 * looks for open orders, so of two that meet at least one sees the other.
 * @param onStatusChange told after the commit, so at most once for each change, however often this is repeated
 */
export async function recordOrder(
  db: OrderHistoryDatabase,
  input: RecordOrderInput,
  onStatusChange?: (change: StatusChange) => void,
): Promise<RecordOrderResult> {
  const { outcome, pseudonym, change } = await db.transaction().execute((trx) => write(trx, input));
  // Before the reads below: when they fail this is repeated, and the row no longer changes.
  if (change !== null) onStatusChange?.(change);
  if (outcome === 'closed-elsewhere') return { outcome };
  const { orderId, status } = input.snapshot;
  return {
    outcome,
    ...(pseudonym === undefined ? {} : { customerPseudonym: pseudonym }),
    deregistrations: await deregistrationsSince(db, input.snapshot),
    unsettledEmails: isTerminal(status) ? await unsettledEmailsOf(db, orderId) : [],
  };
}

async function unsettledEmailsOf(
  db: OrderHistoryDatabase,
  orderId: string,
): Promise<readonly OrderEmailKind[]> {
  const rows = await db
    .selectFrom('emails')
    .select('kind')
    .where('order_id', '=', orderId)
    .where('outcome', 'is', null)
    .execute();
  return ORDER_EMAIL_KINDS.filter((kind) => rows.some((row) => row.kind === kind));
}

interface Written {
  readonly outcome: RecordOrderResult['outcome'];
  /** The pseudonym of the order's customer, where an id of theirs was among what was to be written. */
  readonly pseudonym: string | undefined;
  /** `null` when the status of the row is what it was. */
  readonly change: StatusChange | null;
}

async function write(trx: Transaction<DatabaseSchema>, input: RecordOrderInput): Promise<Written> {
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
      if (!sameRun) return { outcome: 'closed-elsewhere', pseudonym: undefined, change: null };
    } else if (!isOutdated(input, row)) {
      await updateOrder(trx, withoutCustomers(erased, input));
      isWritten = true;
    }
  }
  const added = await appendEvents(trx, orderId, events, erased);
  await settleEmailsOf(trx, orderId, events);
  await countVersions(trx, added.flatMap(versionWordsIn));
  const recordedAs = pseudonymOf(erased, snapshot.customerId);
  const own = erased.find(({ pseudonym }) => pseudonym === recordedAs);
  const change = isWritten ? await statusChangeOf(trx, row, input) : null;
  return { outcome: 'recorded', pseudonym: own?.pseudonym, change };
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
      sort_at: snapshot.placedAt ?? snapshot.requestedAt ?? snapshot.startedAt,
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

function runColumns(input: RecordOrderInput) {
  return {
    workflow_id: input.workflowId,
    run_id: input.runId,
    revision: input.revision,
    windows: JSON.stringify(input.windows),
  };
}

function factsIn(events: readonly OrderEvent[]): readonly OrderFact[] {
  return events.flatMap((event) => ('fact' in event.data ? [event.data.fact] : []));
}
