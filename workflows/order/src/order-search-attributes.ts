import type { SearchAttributePair } from '@temporalio/common';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { orderAttentionKey, orderStatusKey, placedAtKey } from '@refill/temporal/search-attributes';

/**
 * The search attributes that differ from what stands in Temporal, for one upsert.
 * Device, slot and customer were given when the order started and never change.
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
