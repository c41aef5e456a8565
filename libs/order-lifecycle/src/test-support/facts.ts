import fc from 'fast-check';
import type {
  DeviceDeregistered,
  FactItem,
  ItemShipped,
  OrderCancelled,
  OrderEnded,
  OrderFact,
  OrderPlaced,
  OrderSubject,
  ReplenishRequested,
} from '../order-fact';

/** The device, slot and customer of every test order. */
export const SUBJECT: OrderSubject = {
  modelId: 'model',
  serialNumber: 'serial',
  slotId: 'slot',
  customerId: 'amzn1.account.TEST',
};

/** The moment from which test orders count: ms since the epoch. */
export const T0 = Date.parse('2026-03-01T12:00:00.000Z');

/** The moment `ms` after {@link T0}: ISO 8601, UTC. */
export function at(ms: number): string {
  return new Date(T0 + ms).toISOString();
}

/** One item; by default one piece of the ASIN, without an estimate. */
export function item(asin: string | null, more: Partial<FactItem> = {}): FactItem {
  return { asin, quantity: 1, unit: 'count', estimatedDelivery: null, ...more };
}

/** A Replenish call at T0 + `ms`. */
export function requested(
  ms: number,
  detailCode: ReplenishRequested['detailCode'] = 'STANDARD_ORDER_PLACED',
): ReplenishRequested {
  return {
    type: 'replenish-requested',
    notificationId: `replenish-${String(ms)}`,
    occurredAt: at(ms),
    subject: SUBJECT,
    detailCode,
  };
}

/** An OrderPlaced of T0 + `ms`. */
export function placed(ms: number, items: readonly FactItem[] = [item('A')]): OrderPlaced {
  return {
    type: 'order-placed',
    notificationId: `placed-${String(ms)}`,
    occurredAt: at(ms),
    subject: SUBJECT,
    items,
  };
}

/** An OrderCancelled of T0 + `ms`. */
export function cancelled(ms: number): OrderCancelled {
  return {
    type: 'order-cancelled',
    notificationId: `cancelled-${String(ms)}`,
    occurredAt: at(ms),
    subject: SUBJECT,
  };
}

/** An ItemShipped of T0 + `ms`. */
export function shipped(ms: number, items: readonly FactItem[] = [item('A')]): ItemShipped {
  return {
    type: 'item-shipped',
    notificationId: `shipped-${String(ms)}-${items.map((entry) => entry.asin ?? '').join('+')}`,
    occurredAt: at(ms),
    subject: SUBJECT,
    items,
  };
}

/** A DeviceDeregistered of T0 + `ms`. */
export function deregistered(ms: number): DeviceDeregistered {
  return {
    type: 'device-deregistered',
    notificationId: `deregistered-${String(ms)}`,
    occurredAt: at(ms),
  };
}

/** An operator's end of the order at T0 + `ms`. */
export function ended(ms: number): OrderEnded {
  return { type: 'order-ended', notificationId: `action:${String(ms)}`, occurredAt: at(ms) };
}

const HOUR = 3_600_000;

const anItem: fc.Arbitrary<FactItem> = fc.record({
  asin: fc.constantFrom('A', 'B', 'C', null),
  quantity: fc.constantFrom(1, 2, 0.5, null),
  unit: fc.constantFrom('count', null),
  estimatedDelivery: fc.constantFrom(at(5 * 24 * HOUR), at(HOUR), null),
});

const someItems = fc.array(anItem, { maxLength: 3 });

/** Times that collide now and then, for ties are where convergence breaks. */
const aTime = fc.constantFrom(0, 0, 1, HOUR, 23 * HOUR, 25 * HOUR, 80 * HOUR, 40 * 24 * HOUR);

/** Any fact of one order. */
export const aFact: fc.Arbitrary<OrderFact> = fc.oneof(
  aTime.map((ms) => requested(ms)),
  fc.tuple(aTime, someItems).map(([ms, items]) => placed(ms, items)),
  aTime.map((ms) => cancelled(ms)),
  fc.tuple(aTime, someItems).map(([ms, items]) => shipped(ms, items)),
  aTime.map((ms) => deregistered(ms)),
  aTime.map((ms) => ended(ms)),
);

/** The facts of one order, each id once. */
export const anOrdersFacts: fc.Arbitrary<readonly OrderFact[]> = fc.uniqueArray(aFact, {
  selector: (fact) => fact.notificationId,
  minLength: 1,
  maxLength: 6,
});
