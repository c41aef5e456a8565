import type { SearchAttributePair, TypedSearchAttributes } from '@temporalio/common';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { applyFact, newOrder } from '@refill/order-lifecycle/order-state';
import { viewOrder } from '@refill/order-lifecycle/order-view';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { customerIdKey, orderAttentionKey, orderStatusKey, placedAtKey } from './search-attributes';

/** What stands in Temporal of an order. */
type ShownAttributes = Pick<TypedSearchAttributes, 'get'>;

/**
 * The search attributes that differ from what stands in Temporal, for one upsert.
 * Device, slot and customer are given when the order starts; only the customer may change, by an erasure.
 * @param shown what stands in Temporal; `null` where nothing does yet
 */
export function changedSearchAttributes(
  shown: ShownAttributes | null,
  { status, attention, placedAt }: OrderSnapshot,
): SearchAttributePair[] {
  const changed: SearchAttributePair[] = [];
  if (shown?.get(orderStatusKey) !== status) changed.push({ key: orderStatusKey, value: status });
  if ((shown?.get(orderAttentionKey) ?? []).join() !== attention.join()) {
    changed.push({ key: orderAttentionKey, value: [...attention] });
  }
  if (placedAt !== null && shown?.get(placedAtKey)?.getTime() !== Date.parse(placedAt)) {
    changed.push({ key: placedAtKey, value: new Date(placedAt) });
  }
  return changed;
}

/**
 * The search attributes of an order that starts by a fact: given with the start, they spare its workflow an upsert.
 * @param at when it starts: ms since the epoch
 */
export function startingSearchAttributes(
  orderId: string,
  windows: OrderWindows,
  fact: OrderFact,
  at: number,
): SearchAttributePair[] {
  const view = viewOrder(applyFact(newOrder(orderId, windows), fact, at), at);
  return view === null ? [] : changedSearchAttributes(null, view.snapshot);
}

/**
 * The customer's search attribute once the customer was erased; nothing where it is so already.
 * @param shown what stands in Temporal
 */
export function erasedSearchAttributes(
  shown: TypedSearchAttributes,
  pseudonym: string,
): SearchAttributePair[] {
  return shown.get(customerIdKey) === pseudonym ? [] : [{ key: customerIdKey, value: pseudonym }];
}
