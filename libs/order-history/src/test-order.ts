import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { factEventKey } from '@refill/order-lifecycle/order-events';
import type { OrderFact, OrderPlaced } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import type { RecordOrderInput } from './order-record';

/** What a test's order is about, unless it says otherwise. */
export const TEST_SUBJECT = {
  modelId: 'PetFeeder',
  serialNumber: 'SN-1',
  slotId: 'Slot1',
  customerId: 'customer-1',
} as const;

/** A placed order, for tests only. */
export function testSnapshot(
  changes: Partial<OrderSnapshot> & Pick<OrderSnapshot, 'orderId'>,
): OrderSnapshot {
  const placedAt = changes.placedAt === undefined ? '2026-01-05T10:00:00.000Z' : changes.placedAt;
  return {
    status: 'placed',
    cancellationReason: null,
    device: { modelId: TEST_SUBJECT.modelId, serialNumber: TEST_SUBJECT.serialNumber },
    slotId: TEST_SUBJECT.slotId,
    customerId: TEST_SUBJECT.customerId,
    items: [
      { asin: 'B01', quantity: 1.5, unit: 'pounds', estimatedDelivery: null, shipped: false },
    ],
    requestedAt: null,
    placedAt,
    cancellableUntil: null,
    cancelledAt: null,
    shippedAt: null,
    estimatedDelivery: null,
    deviceDeregisteredAt: null,
    attention: [],
    test: false,
    startedAt: placedAt ?? '2026-01-05T10:00:00.000Z',
    ...changes,
  };
}

/** What a workflow run records of such an order, for tests only. */
export function testRecord(
  snapshot: OrderSnapshot,
  changes: Partial<Omit<RecordOrderInput, 'snapshot'>> = {},
): RecordOrderInput {
  return {
    snapshot,
    events: [],
    workflowId: `order:${snapshot.orderId}`,
    runId: 'run-1',
    revision: 1,
    windows: DEFAULT_ORDER_WINDOWS,
    ...changes,
  };
}

/** The fact that Amazon placed the order, for tests only. */
export function placedFact(changes: Partial<OrderPlaced> = {}): OrderPlaced {
  return {
    type: 'order-placed',
    notificationId: 'n-placed',
    occurredAt: '2026-01-05T10:00:00.000Z',
    subject: TEST_SUBJECT,
    items: [{ asin: 'B01', quantity: 1.5, unit: 'pounds', estimatedDelivery: null }],
    ...changes,
  };
}

/** The event that records a fact in time, for tests only. */
export function factEvent(fact: OrderFact): OrderEvent {
  return {
    type: fact.type,
    key: factEventKey(fact),
    occurredAt: fact.occurredAt,
    notificationId: fact.notificationId,
    data: { fact },
  };
}
