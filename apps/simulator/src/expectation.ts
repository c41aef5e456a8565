import type { HistoryOrder } from './order-history';
import type { Expectation } from './scenario';

/** Whether an order is as expected. */
export function meets(order: HistoryOrder | null, expected: Expectation): boolean {
  return (
    order !== null &&
    order.status === expected.status &&
    (expected.cancellationReason === undefined ||
      order.cancellationReason === expected.cancellationReason) &&
    (expected.attention === undefined || order.attention.includes(expected.attention)) &&
    (expected.deviceDeregistered === undefined || order.deviceDeregisteredAt !== null)
  );
}

/** An expectation in words: `cancelled (unresolved)`, `shipped, attention ship-overdue`. */
export function expectationText(expected: Expectation): string {
  return [
    expected.cancellationReason === undefined
      ? expected.status
      : `${expected.status} (${expected.cancellationReason})`,
    ...(expected.attention === undefined ? [] : [`attention ${expected.attention}`]),
    ...(expected.deviceDeregistered === undefined ? [] : ['device deregistered']),
  ].join(', ');
}

/** An order's state in the words of `expectationText`. */
export function stateText(order: HistoryOrder | null): string {
  if (order === null) return 'unknown to the history';
  return [
    order.cancellationReason === null
      ? order.status
      : `${order.status} (${order.cancellationReason})`,
    ...(order.attention.length === 0 ? [] : [`attention ${order.attention.join(', ')}`]),
    ...(order.deviceDeregisteredAt === null ? [] : ['device deregistered']),
  ].join(', ');
}
