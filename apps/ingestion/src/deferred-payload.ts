import { deferNotification } from '@refill/order-history/deferred';
import { z } from 'zod';
import type { GuardedHistory } from './guarded-history';
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

/**
 * Keeps a trusted message in PostgreSQL until Temporal is back; a redelivery is kept once.
 * @throws BackendFailure when PostgreSQL can't take it
 */
export async function deferMessage(
  history: GuardedHistory,
  trusted: TrustedMessage,
): Promise<void> {
  const { messageId, receivedAt, transport, body, headers, message } = trusted;
  // Without the claimed version: that was compared and counted when the message came.
  const payload: z.input<typeof deferredMessageSchema> = { transport, body, headers, message };
  await history.run(
    async (db) =>
      await deferNotification(db, { messageId, kind: 'notification', payload, receivedAt }),
  );
}

/**
 * Keeps a replenishment in PostgreSQL until Temporal is back; the same call is kept once.
 * @param receivedAt ISO 8601, UTC
 * @throws BackendFailure when PostgreSQL can't take it
 */
export async function deferReplenishment(
  history: GuardedHistory,
  replenishment: StartingReplenishment,
  receivedAt: string,
): Promise<void> {
  const messageId = replenishmentMessageId(replenishment);
  await history.run(
    async (db) =>
      await deferNotification(db, {
        messageId,
        kind: 'replenishment',
        payload: replenishment,
        receivedAt,
      }),
  );
}

/** The id under which a replenishment is kept. */
export function replenishmentMessageId({ eventInstanceId }: StartingReplenishment): string {
  return `replenish:${eventInstanceId}`;
}
