import { BackendFailure } from './backend-failure';
import { deferReplenishment } from './deferred-payload';
import { deliverFact } from './deliver-fact';
import type { IngestionContext } from './ingestion-context';
import { orderFactOfReplenishment } from './order-fact-of';
import { orderKey } from './order-key';
import type { StartingReplenishment } from './replenishment';
import { conflictingFields } from './replenishment-conflict';
import { ORDER_CLOSED_UNKNOWN } from './take-drs-message';
import { mustWaitBehindDeferred, type WorkOrigin } from './wait-behind-deferred';

/** What became of a replenishment. */
export type ReplenishmentOutcome =
  /** Its order runs, and has it. */
  | { readonly kind: 'started' }
  /** Its order has ended already, and its history has it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'deferred' }
  | { readonly kind: 'unavailable'; readonly code: string }
  | { readonly kind: 'rejected'; readonly code: string }
  /** The history holds another call under this id, which stays. */
  | { readonly kind: 'conflict'; readonly fields: readonly string[] };

/**
 * Hands a replenishment to its order; deferred when Temporal is down, or something of the order still is.
 * @param receivedAt ISO 8601, UTC
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function takeReplenishment(
  context: IngestionContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<ReplenishmentOutcome> {
  const { logger, metrics } = context;
  const orderId = replenishment.eventInstanceId;
  const fields = await conflictingFields(context, replenishment);
  const outcome: ReplenishmentOutcome =
    fields.length > 0
      ? { kind: 'conflict', fields }
      : await handOnReplenishment(context, replenishment, receivedAt, 'arrival');
  metrics.replenishments.inc({ outcome: outcome.kind });
  if (outcome.kind === 'conflict') {
    logger.warn({ code: 'REPLENISHMENT_CONFLICT', orderId, fields }, 'replenishment refused');
  } else {
    logger.info({ outcome: outcome.kind, orderId }, 'replenishment taken');
  }
  return outcome;
}

/**
 * The part of taking a replenishment that is repeated for a deferred one.
 * @param origin `backlog`: it is deferred already, and not deferred again
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function handOnReplenishment(
  context: IngestionContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
  origin: WorkOrigin,
): Promise<Exclude<ReplenishmentOutcome, { kind: 'conflict' }>> {
  const key = orderKey(replenishment.eventInstanceId);
  try {
    if (await mustWaitBehindDeferred(context, key, origin)) {
      await deferReplenishment(context, replenishment, receivedAt);
      return { kind: 'deferred' };
    }
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
      case 'INGESTION_BUSY':
        if (origin === 'backlog') return { kind: 'unavailable', code: error.code };
        return await defer(context, replenishment, receivedAt);
      case 'TEMPORAL_REJECTED':
      case 'HISTORY_REJECTED':
        return { kind: 'rejected', code: error.code };
      case 'HISTORY_UNAVAILABLE':
        return { kind: 'unavailable', code: error.code };
    }
  }
}

async function defer(
  context: IngestionContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<Extract<ReplenishmentOutcome, { kind: 'deferred' | 'unavailable' }>> {
  try {
    await deferReplenishment(context, replenishment, receivedAt);
    return { kind: 'deferred' };
  } catch (error) {
    if (!(error instanceof BackendFailure)) throw error;
    return { kind: 'unavailable', code: error.code };
  }
}
