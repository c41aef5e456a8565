import { listEvents } from '@refill/order-history/list-events';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { BackendFailure } from './backend-failure';
import type { IngestionContext } from './ingestion-context';
import { orderFactOfReplenishment } from './order-fact-of';
import type { StartingReplenishment } from './replenishment';

/** Far more than come before the maker's own call reaches the history. */
const EVENTS = 100;

/**
 * The fields in which a call differs from the one that the history holds under the same id, which stays; none
 * when there is none, or PostgreSQL does not say.
 */
export async function conflictingFields(
  { history }: Pick<IngestionContext, 'history'>,
  replenishment: StartingReplenishment,
): Promise<readonly string[]> {
  const { orderId, fact } = orderFactOfReplenishment(replenishment);
  const page = await history
    .run(async (db) => await listEvents(db, { orderId, limit: EVENTS, after: 0 }))
    .catch((error: unknown) => {
      if (error instanceof BackendFailure) return null;
      throw error;
    });
  for (const event of page?.events ?? []) {
    if (event.notificationId !== fact.notificationId || !('fact' in event.data)) continue;
    return differences(fieldsOf(event.data.fact), fieldsOf(fact));
  }
  return [];
}

function differences(
  known: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.keys(given).filter((name) => known[name] !== given[name]);
}

function fieldsOf(fact: OrderFact): Readonly<Record<string, string>> {
  if (fact.type !== 'replenish-requested') return {};
  const { subject, detailCode, occurredAt } = fact;
  return {
    detailCode,
    modelId: subject.modelId,
    serialNumber: subject.serialNumber,
    slotId: subject.slotId,
    customerId: subject.customerId,
    requestedAt: new Date(occurredAt).toISOString(),
  };
}
