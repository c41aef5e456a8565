import type { Selectable } from 'kysely';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import type { OrdersTable } from './database-schema';
import { orderItemsSchema, readStored } from './stored-json';

/** An order as the history holds it. */
export interface RecordedOrder extends OrderSnapshot {
  readonly workflowId: string;
  readonly runId: string;
  /** When the row last changed: ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** The columns of `orders` that follow from a snapshot. */
export function snapshotColumns(snapshot: OrderSnapshot) {
  return {
    status: snapshot.status,
    cancellation_reason: snapshot.cancellationReason,
    model_id: snapshot.device.modelId,
    serial_number: snapshot.device.serialNumber,
    slot_id: snapshot.slotId,
    customer_id: snapshot.customerId,
    items: JSON.stringify(snapshot.items),
    requested_at: snapshot.requestedAt,
    placed_at: snapshot.placedAt,
    cancellable_until: snapshot.cancellableUntil,
    cancelled_at: snapshot.cancelledAt,
    shipped_at: snapshot.shippedAt,
    estimated_delivery: snapshot.estimatedDelivery,
    device_deregistered_at: snapshot.deviceDeregisteredAt,
    attention: snapshot.attention,
    test: snapshot.test,
    started_at: snapshot.startedAt,
    next_deadline_kind: snapshot.next?.kind ?? null,
    next_deadline_at: snapshot.next?.at ?? null,
  };
}

/** The workflow run that writes an order's row. */
export interface OrderRun {
  readonly workflowId: string;
  readonly runId: string;
  /** Grows within a run: an older attempt that ends late must not undo a newer one. */
  readonly revision: number;
  readonly windows: OrderWindows;
}

/** The columns of `orders` that say which run wrote the row. */
export function runColumns({ workflowId, runId, revision, windows }: OrderRun) {
  return {
    workflow_id: workflowId,
    run_id: runId,
    revision,
    windows: JSON.stringify(windows),
  };
}

/** Where an order stands in lists: as first recorded, it never moves. */
export function sortAtOf({ placedAt, requestedAt, startedAt }: OrderSnapshot): string {
  return placedAt ?? requestedAt ?? startedAt;
}

/**
 * Reads a row of `orders`.
 * @throws HistoryError `HISTORY_ROW_INVALID` when its JSON is not what Refill writes
 */
export function readOrderRow(row: Selectable<OrdersTable>): RecordedOrder {
  return {
    orderId: row.order_id,
    status: row.status,
    cancellationReason: row.cancellation_reason,
    device: { modelId: row.model_id, serialNumber: row.serial_number },
    slotId: row.slot_id,
    customerId: row.customer_id,
    items: readStored(orderItemsSchema, row.items, `items of order ${row.order_id}`),
    requestedAt: row.requested_at,
    placedAt: row.placed_at,
    cancellableUntil: row.cancellable_until,
    cancelledAt: row.cancelled_at,
    shippedAt: row.shipped_at,
    estimatedDelivery: row.estimated_delivery,
    deviceDeregisteredAt: row.device_deregistered_at,
    attention: row.attention,
    test: row.test,
    startedAt: row.started_at,
    next:
      row.next_deadline_kind === null || row.next_deadline_at === null
        ? null
        : { kind: row.next_deadline_kind, at: row.next_deadline_at },
    workflowId: row.workflow_id,
    runId: row.run_id,
    updatedAt: row.updated_at,
  };
}
