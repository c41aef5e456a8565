import { isDeepStrictEqual } from 'node:util';
import type { OrderDifference } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';

/**
 * The fields in which a row of the history differs from what Temporal's history gives; times are the same however
 * they are written, and marks in whatever order.
 */
export function orderDifferences(
  row: OrderSnapshot,
  rebuilt: OrderSnapshot,
): readonly OrderDifference[] {
  const inRow = fieldsOf(row);
  const inTemporal = fieldsOf(rebuilt);
  return Object.entries(inTemporal).flatMap(([field, temporal]) => {
    const history = inRow[field];
    return isDeepStrictEqual(history, temporal) ? [] : [{ field, history, temporal }];
  });
}

function fieldsOf(order: OrderSnapshot): Readonly<Record<string, unknown>> {
  return {
    status: order.status,
    cancellationReason: order.cancellationReason,
    modelId: order.device.modelId,
    serialNumber: order.device.serialNumber,
    slotId: order.slotId,
    customerId: order.customerId,
    items: order.items.map(({ asin, quantity, unit, estimatedDelivery, shipped }) => ({
      asin,
      quantity,
      unit,
      estimatedDelivery: utc(estimatedDelivery),
      shipped,
    })),
    requestedAt: utc(order.requestedAt),
    placedAt: utc(order.placedAt),
    cancellableUntil: utc(order.cancellableUntil),
    cancelledAt: utc(order.cancelledAt),
    shippedAt: utc(order.shippedAt),
    estimatedDelivery: utc(order.estimatedDelivery),
    deviceDeregisteredAt: utc(order.deviceDeregisteredAt),
    attention: [...order.attention].sort(),
    test: order.test,
    startedAt: utc(order.startedAt),
    next: order.next == null ? null : { kind: order.next.kind, at: utc(order.next.at) },
  };
}

function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
