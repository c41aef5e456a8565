import { BackendFailure } from './backend-failure';
import { deferReplenishment } from './deferred-payload';
import { deliverFact } from './deliver-fact';
import type { IngestionContext } from './ingestion-context';
import { orderFactOfReplenishment } from './order-fact-of';
import { ORDER_CLOSED_UNKNOWN } from './take-drs-message';
import type { StartingReplenishment } from './replenishment';

/** What became of a replenishment. */
export type ReplenishmentOutcome =
  /** Its order runs, and has it. */
  | { readonly kind: 'started' }
  /** Its order has ended already, and its history has it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'deferred' }
  | { readonly kind: 'unavailable'; readonly code: string }
  | { readonly kind: 'rejected'; readonly code: string };

/**
 * Hands a replenishment to its order; deferred when Temporal is down.
 * @param receivedAt ISO 8601, UTC
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function takeReplenishment(
  context: IngestionContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<ReplenishmentOutcome> {
  const outcome = await deliver(context, replenishment, receivedAt);
  context.metrics.replenishments.inc({ outcome: outcome.kind });
  context.logger.info(
    { outcome: outcome.kind, orderId: replenishment.eventInstanceId },
    'replenishment taken',
  );
  return outcome;
}

async function deliver(
  context: IngestionContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<ReplenishmentOutcome> {
  try {
    switch (await deliverFact(context, orderFactOfReplenishment(replenishment))) {
      case 'signalled':
        return { kind: 'started' };
      case 'recorded-late':
      case 'known':
        return { kind: 'closed' };
      case 'unknown-order':
        return { kind: 'rejected', code: ORDER_CLOSED_UNKNOWN };
    }
  } catch (error) {
    if (!(error instanceof BackendFailure)) throw error;
    switch (error.code) {
      case 'TEMPORAL_UNAVAILABLE':
        return await defer(context, replenishment, receivedAt);
      case 'TEMPORAL_REJECTED':
      case 'HISTORY_REJECTED':
        return { kind: 'rejected', code: error.code };
      case 'HISTORY_UNAVAILABLE':
      case 'INGESTION_BUSY':
        return { kind: 'unavailable', code: error.code };
    }
  }
}

async function defer(
  { history }: IngestionContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<ReplenishmentOutcome> {
  try {
    await deferReplenishment(history, replenishment, receivedAt);
    return { kind: 'deferred' };
  } catch (error) {
    if (!(error instanceof BackendFailure)) throw error;
    return { kind: 'unavailable', code: error.code };
  }
}
