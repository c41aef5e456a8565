import type { ReplayItem } from '@refill/order-history/quarantine-replays';
import type { ReplayOutcome } from '@refill/order-history/quarantine-states';
import { readBoundedJson } from '@refill/sns/bounded-json';
import { isReplenishmentMessageId } from './deferred-payload';
import { DEFERRED_UNREADABLE, deliverDeferred, type WorkToDeliver } from './deliver-deferred';
import type { ReceivedMessage } from './received-message';
import { readQueued } from './read-queued';
import { type SnsContext, verifyAndTake } from './verify-and-take';
import type { TakeOutcome } from './take-outcome';

/** What came of replaying a message. */
export type ReplayResult =
  | { readonly kind: 'settled'; readonly outcome: ReplayOutcome; readonly code: string | null }
  /** Temporal or PostgreSQL is not there: it is worth trying again. */
  | { readonly kind: 'not-now'; readonly code: string };

/**
 * Takes a quarantined message once more, the way it would go had it come now.
 * @param context with a verifier that takes any age, and judges certificates at the message's time
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function replayItem(context: SnsContext, item: ReplayItem): Promise<ReplayResult> {
  const work = deferredWorkOf(item);
  if (work !== null) return await replayWork(context, work);
  const received: ReceivedMessage = {
    transport: item.transport,
    body: item.body,
    headers: item.headers,
    receivedAt: item.receivedAt,
    quarantinedAs: item.messageId,
  };
  switch (item.transport) {
    case 'https':
      return resultOf((await verifyAndTake(context, received)).outcome);
    case 'sqs':
      return resultOf((await readQueued(context, received, item.messageId)).outcome);
  }
}

/**
 * A replenishment, and deferred work that could not be read, lie in quarantine as the JSON that was deferred: they
 * were trusted before that. `null` for all that lies there as it came.
 */
function deferredWorkOf(item: ReplayItem): WorkToDeliver | null {
  const { messageId, receivedAt } = item;
  const isReplenishment = isReplenishmentMessageId(messageId);
  if (!isReplenishment && item.reasonCode !== DEFERRED_UNREADABLE) return null;
  const read = readBoundedJson(item.body);
  return {
    kind: isReplenishment ? 'replenishment' : 'notification',
    payload: read.ok ? read.value : null,
    messageId,
    receivedAt,
    quarantinedAs: messageId,
  };
}

async function replayWork(context: SnsContext, work: WorkToDeliver): Promise<ReplayResult> {
  const delivery = await deliverDeferred(context, work);
  switch (delivery.kind) {
    case 'delivered':
      return { kind: 'settled', outcome: 'taken', code: null };
    case 'quarantined':
      return { kind: 'settled', outcome: 'quarantined', code: delivery.code };
    case 'failed':
      return unavailable(delivery.code);
  }
}

function resultOf(outcome: TakeOutcome): ReplayResult {
  switch (outcome.kind) {
    case 'taken':
    case 'confirmed':
    case 'unsubscribed':
      return { kind: 'settled', outcome: 'taken', code: null };
    case 'deferred':
      return { kind: 'settled', outcome: 'deferred', code: null };
    case 'quarantined':
      return { kind: 'settled', outcome: 'quarantined', code: outcome.code };
    case 'untrusted':
    case 'malformed':
      return { kind: 'settled', outcome: 'untrusted', code: outcome.code };
    case 'unavailable':
      return unavailable(outcome.code);
  }
}

/** A certificate that SNS shows no more would keep a replay open for good: then it has failed. */
function unavailable(code: string): ReplayResult {
  switch (code) {
    case 'TEMPORAL_UNAVAILABLE':
    case 'HISTORY_UNAVAILABLE':
    case 'INGESTION_BUSY':
      return { kind: 'not-now', code };
    default:
      return { kind: 'settled', outcome: 'failed', code };
  }
}
