import type { StoredDeferredWork } from '@refill/order-history/deferred';
import { deferredMessageSchema, deferredReplenishmentSchema } from './deferred-payload';
import type { IngestionContext } from './ingestion-context';
import { quarantineReceived } from './quarantine-received';
import { takeDrsMessage } from './take-drs-message';
import { takeReplenishment } from './take-replenishment';

/** The reason of deferred work that this version of Refill can't read. */
const DEFERRED_UNREADABLE = 'DEFERRED_UNREADABLE';

/**
 * Takes deferred work once more, the way it would go had it come now.
 * @returns whether it is settled (delivered, or in quarantine), so that its row may go
 * @throws BackendFailure when it can be put into quarantine only, and PostgreSQL can't take it
 */
export async function deliverDeferred(
  context: IngestionContext,
  work: StoredDeferredWork,
): Promise<boolean> {
  switch (work.kind) {
    case 'notification': {
      const message = deferredMessageSchema.safeParse(work.payload);
      if (!message.success) return await quarantineWork(context, work, DEFERRED_UNREADABLE);
      const { messageId, receivedAt } = work;
      const trusted = { ...message.data, messageId, receivedAt, claimedVersion: null };
      const { outcome } = await takeDrsMessage(context, trusted);
      return outcome.kind === 'taken' || outcome.kind === 'quarantined';
    }
    case 'replenishment': {
      const replenishment = deferredReplenishmentSchema.safeParse(work.payload);
      if (!replenishment.success) return await quarantineWork(context, work, DEFERRED_UNREADABLE);
      const outcome = await takeReplenishment(context, replenishment.data, work.receivedAt);
      switch (outcome.kind) {
        case 'started':
        case 'closed':
          return true;
        case 'rejected':
          // The maker got its answer long ago: a person has to look.
          return await quarantineWork(context, work, outcome.code);
        case 'deferred':
        case 'unavailable':
          return false;
      }
    }
  }
}

async function quarantineWork(
  context: IngestionContext,
  { messageId, payload, receivedAt }: StoredDeferredWork,
  code: string,
): Promise<true> {
  const received = {
    transport: 'https',
    body: JSON.stringify(payload),
    headers: {},
    receivedAt,
  } as const;
  await quarantineReceived(context, received, messageId, { code, problems: [] });
  return true;
}
