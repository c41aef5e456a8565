import type { DeferredWork } from '@refill/order-history/deferred';
import { z } from 'zod';
import type { IngestionContext } from './ingestion-context';
import { orderKey } from './order-key';
import type { TrustedMessage } from './received-message';
import { startingReplenishmentSchema, type StartingReplenishment } from './replenishment';

/**
 * What is deferred of a message: all that quarantine would need. Its text is parsed again on delivery, so
 * that a row outlives a change of the normalised notification. It stands in the database: only add optional fields.
 */
export const deferredMessageSchema = z.object({
  transport: z.enum(['https', 'sqs']),
  body: z.string(),
  headers: z.record(z.string(), z.unknown()),
  message: z.string(),
});

/** Reads a deferred replenishment. */
export const deferredReplenishmentSchema = startingReplenishmentSchema;

type DeferringContext = Pick<IngestionContext, 'deferrals' | 'backlog'>;

/**
 * Keeps a trusted message in PostgreSQL until Temporal is back; a redelivery is kept once.
 * @param key of what it is about, see `orderKeyOf`
 * @throws BackendFailure when PostgreSQL can't take it
 */
export async function deferMessage(
  context: DeferringContext,
  trusted: TrustedMessage,
  key: string,
): Promise<void> {
  const { messageId, receivedAt, transport, body, headers, message } = trusted;
  // Without the claimed version: that was compared and counted when the message came.
  const payload: z.input<typeof deferredMessageSchema> = { transport, body, headers, message };
  await defer(context, { messageId, kind: 'notification', payload, receivedAt, orderKey: key });
}

/**
 * Keeps a replenishment in PostgreSQL until Temporal is back; the same call is kept once.
 * @param receivedAt ISO 8601, UTC
 * @throws BackendFailure when PostgreSQL can't take it
 */
export async function deferReplenishment(
  context: DeferringContext,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<void> {
  await defer(context, {
    messageId: replenishmentMessageId(replenishment.eventInstanceId),
    kind: 'replenishment',
    payload: replenishment,
    receivedAt,
    orderKey: orderKey(replenishment.eventInstanceId),
  });
}

async function defer({ deferrals, backlog }: DeferringContext, work: DeferredWork): Promise<void> {
  await deferrals.defer(work);
  backlog.noteDeferred();
}

const REPLENISHMENT = 'replenish:';

/** The id under which a replenishment is kept, and of the notification that it is for its order. */
export function replenishmentMessageId(eventInstanceId: string): string {
  return `${REPLENISHMENT}${eventInstanceId}`;
}

/** Whether an id is that of a replenishment: SNS and SQS give UUIDs. */
export function isReplenishmentMessageId(messageId: string): boolean {
  return messageId.startsWith(REPLENISHMENT);
}
