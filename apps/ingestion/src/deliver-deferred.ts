import type { DeferredWork } from '@refill/order-history/deferred';
import { deferredMessageSchema, deferredReplenishmentSchema } from './deferred-payload';
import type { IngestionContext } from './ingestion-context';
import { quarantineReceived, type QuarantineReason } from './quarantine-received';
import type { ReceivedMessage } from './received-message';
import { takeDrsMessage } from './take-drs-message';
import { handOnReplenishment } from './take-replenishment';

/** The reason of deferred work that this version of Refill can't read. */
export const DEFERRED_UNREADABLE = 'DEFERRED_UNREADABLE';
/** The reason of deferred work that failed again and again while other work was delivered. */
export const DEFERRED_UNDELIVERABLE = 'DEFERRED_UNDELIVERABLE';

/** Work that was deferred, or is replayed from quarantine after that. */
export interface WorkToDeliver extends Pick<
  DeferredWork,
  'kind' | 'payload' | 'messageId' | 'receivedAt'
> {
  /** Set for a replay: it lies in quarantine already. */
  readonly quarantinedAs?: string;
}

/** What came of delivering; after `delivered` and `quarantined` its row may go. */
export type Delivery =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'quarantined'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string };

/** Takes deferred work once more, the way it would go had it come now. */
export async function deliverDeferred(
  context: IngestionContext,
  work: WorkToDeliver,
): Promise<Delivery> {
  switch (work.kind) {
    case 'notification':
      return await deliverNotification(context, work);
    case 'replenishment':
      return await deliverReplenishment(context, work);
  }
}

/**
 * Puts deferred work into quarantine, as it came where that can be read, so that it can be replayed.
 * @param reason.code why
 */
export async function quarantineWork(
  context: IngestionContext,
  work: WorkToDeliver,
  reason: QuarantineReason,
): Promise<Delivery> {
  const { kind, code } = await quarantineReceived(
    context,
    receivedOf(work),
    work.messageId,
    reason,
  );
  return { kind: kind === 'quarantined' ? kind : 'failed', code };
}

async function deliverNotification(
  context: IngestionContext,
  work: WorkToDeliver,
): Promise<Delivery> {
  const read = deferredMessageSchema.safeParse(work.payload);
  if (!read.success) return await quarantineWork(context, work, unusable(DEFERRED_UNREADABLE));
  const { messageId } = work;
  const trusted = {
    ...receivedOf(work),
    messageId,
    message: read.data.message,
    claimedVersion: null,
  };
  const { outcome } = await takeDrsMessage(context, trusted, 'backlog');
  switch (outcome.kind) {
    case 'taken':
      return { kind: 'delivered' };
    case 'quarantined':
      return outcome;
    case 'unavailable':
      return { kind: 'failed', code: outcome.code };
    case 'deferred':
    case 'confirmed':
    case 'unsubscribed':
    case 'untrusted':
    case 'malformed':
      throw new TypeError(`deferred work cannot end as ${outcome.kind}`);
  }
}

async function deliverReplenishment(
  context: IngestionContext,
  work: WorkToDeliver,
): Promise<Delivery> {
  const read = deferredReplenishmentSchema.safeParse(work.payload);
  if (!read.success) return await quarantineWork(context, work, unusable(DEFERRED_UNREADABLE));
  const outcome = await handOnReplenishment(context, read.data, work.receivedAt, 'backlog');
  switch (outcome.kind) {
    case 'started':
    case 'closed':
      return { kind: 'delivered' };
    case 'rejected':
      // The maker got its answer long ago: a person has to look.
      return await quarantineWork(context, work, unusable(outcome.code));
    case 'unavailable':
      return { kind: 'failed', code: outcome.code };
    case 'deferred':
      throw new TypeError('deferred work cannot be deferred again');
  }
}

function unusable(code: string): QuarantineReason {
  return { code, problems: [] };
}

/** As the message came; what can't be read as one (a replenishment, too) as the JSON that was deferred. */
function receivedOf(work: WorkToDeliver): ReceivedMessage {
  const { payload, receivedAt, quarantinedAs } = work;
  const message =
    work.kind === 'notification' ? deferredMessageSchema.safeParse(payload).data : undefined;
  return {
    transport: message?.transport ?? 'https',
    body: message?.body ?? JSON.stringify(payload),
    headers: message?.headers ?? {},
    receivedAt,
    ...(quarantinedAs === undefined ? {} : { quarantinedAs }),
  };
}
