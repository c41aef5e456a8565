import type { SearchAttributePair, TypedSearchAttributes } from '@temporalio/common';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import {
  customerIdKey,
  orderAttentionKey,
  orderStatusKey,
  placedAtKey,
} from '@refill/temporal/search-attributes';

/**
 * The search attributes that differ from what stands in Temporal, for one upsert.
 * Device, slot and customer were given when the order started; only the customer may change, by an erasure.
 * @param shown what was upserted last; `null` before the first time
 */
export function changedSearchAttributes(
  shown: OrderSnapshot | null,
  snapshot: OrderSnapshot,
): SearchAttributePair[] {
  const changed: SearchAttributePair[] = [];
  if (shown?.status !== snapshot.status) {
    changed.push({ key: orderStatusKey, value: snapshot.status });
  }
  if ((shown?.attention ?? []).join() !== snapshot.attention.join()) {
    changed.push({ key: orderAttentionKey, value: [...snapshot.attention] });
  }
  if (snapshot.placedAt !== null && shown?.placedAt !== snapshot.placedAt) {
    changed.push({ key: placedAtKey, value: new Date(snapshot.placedAt) });
  }
  return changed;
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
