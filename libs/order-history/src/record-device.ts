import { sql, type Transaction } from 'kysely';
import type { DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import { appendDeviceEvents } from './append-device-events';
import { countVersions } from './count-versions';
import { customerIdsIn, pseudonymOf, toJsonWithout } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';
import { settleToldDeviceEmails } from './device-email-rows';
import { deviceColumns } from './device-row';
import { type ErasedCustomer, erasedFor, lookUpErased } from './erased-customers';
import { lockDevice } from './lock-device';

/** What a workflow run has to say about its device. */
export interface RecordDeviceInput {
  readonly snapshot: DeviceSnapshot;
  /** Those recorded before may be among them. */
  readonly events: readonly DeviceEvent[];
  /** The device's memory as it is once this is recorded, for a run that comes later. */
  readonly carry: DeviceCarry;
  /** Counts the runs of the device, from 1. */
  readonly generation: number;
  /** Grows within a run: an older attempt that ends late must not undo a newer one. */
  readonly revision: number;
  readonly workflowId: string;
  readonly runId: string;
}

/** What became of it. */
export interface RecordDeviceResult {
  /** Those customers named in the input whose data were erased: their pseudonyms were written. */
  readonly erasedCustomers: readonly ErasedCustomer[];
  /**
   * The keys of mails of whose end the input tells and which somebody may be sending now: that was not written, and has to
   * be told again. Missing where there is none.
   */
  readonly emailsUnderWay?: readonly string[];
}

/**
 * Writes a device and its new events in one transaction; may be repeated.
 *
 * Of two writes the later generation wins, of two of one generation the later revision; the events of both are
 * kept. Whoever deregisters a device writes that first and then looks for its open orders, while an order writes
 * itself first and then looks for deregistrations: of two that meet at least one sees the other.
 */
export async function recordDevice(
  db: OrderHistoryDatabase,
  input: RecordDeviceInput,
): Promise<RecordDeviceResult> {
  const { snapshot, events, carry } = input;
  return await db.transaction().execute(async (trx) => {
    const known = await lookUpErased(trx, customerIdsIn({ snapshot, events, carry }));
    const erasedCustomers = erasedFor(undefined, known);
    await writeDevice(trx, input, erasedCustomers);
    const told = await settleToldDeviceEmails(trx, snapshot.device, events);
    const added = await appendDeviceEvents(trx, snapshot.device, told.events, erasedCustomers);
    await countVersions(
      trx,
      added.flatMap((event) => wordsOf(snapshot, event)),
    );
    const underWay = told.underWay.map(({ key }) => key);
    return { erasedCustomers, ...(underWay.length === 0 ? {} : { emailsUnderWay: underWay }) };
  });
}

/** Inserts or updates the row and holds its lock, whichever it does; waits for whoever inserts it now. */
async function writeDevice(
  trx: Transaction<DatabaseSchema>,
  input: RecordDeviceInput,
  erased: readonly ErasedCustomer[],
): Promise<void> {
  const { snapshot, generation, revision } = input;
  const { modelId, serialNumber } = snapshot.device;
  const columns = {
    ...deviceColumns(snapshot),
    customer_id: pseudonymOf(erased, snapshot.customerId),
    carry: toJsonWithout(erased, input.carry),
    workflow_id: input.workflowId,
    run_id: input.runId,
    generation,
    revision,
  };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('devices')
    .values({
      model_id: modelId,
      serial_number: serialNumber,
      ...columns,
      sort_at: snapshot.lastNotificationAt,
    })
    .onConflict((conflict) => conflict.columns(['model_id', 'serial_number']).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return;
  const row = await lockDevice(trx, snapshot.device);
  // An equal revision is written, too: see `recordOrder`.
  if (row === undefined || isLater(row, input)) return;
  await trx
    .updateTable('devices')
    .set({ ...columns, updated_at: sql<string>`clock_timestamp()` })
    .where('model_id', '=', modelId)
    .where('serial_number', '=', serialNumber)
    .execute();
}

interface Progress {
  readonly generation: number;
  readonly revision: number;
}

function isLater(a: Progress, b: Progress): boolean {
  return a.generation > b.generation || (a.generation === b.generation && a.revision > b.revision);
}

function wordsOf({ device }: DeviceSnapshot, event: DeviceEvent) {
  if (event.type !== 'subscription-changed') return [];
  const { version, occurredAt } = event.data.fact;
  return [{ ...device, type: 'SubscriptionChangedNotification', version, at: occurredAt } as const];
}
