import { parseNotification } from '@refill/drs-notifications/parse-notification';
import type { DrsNotification } from '@refill/drs-notifications/notification';
import { withLogContext } from '@refill/service/log-context';
import { BackendFailure } from './backend-failure';
import { deferMessage } from './deferred-payload';
import type { IngestionContext } from './ingestion-context';
import { notificationLogContext } from './notification-log-context';
import { orderKeyOf } from './order-key';
import { quarantineReceived } from './quarantine-received';
import type { TrustedMessage } from './received-message';
import { routeNotification } from './route-notification';
import type { TakeOutcome } from './take-outcome';
import { versionDisagrees } from './version-disagrees';
import { mustWaitBehindDeferred, type WorkOrigin } from './wait-behind-deferred';

/** What became of a trusted message, and what it was. */
export interface TakenMessage {
  readonly outcome: TakeOutcome;
  /** `null` when DRS's text could not be read. */
  readonly notification: DrsNotification | null;
}

/** The reason of a message for an order that has ended and of which PostgreSQL has no row. */
export const ORDER_CLOSED_UNKNOWN = 'ORDER_CLOSED_UNKNOWN';

/**
 * Takes a message that is trusted already: parse, normalise, route; what fails is kept where it can be.
 *
 * One of an order or a device of which something is deferred is deferred behind it.
 * @param origin `backlog`: it is deferred already, and not deferred again
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function takeDrsMessage(
  context: IngestionContext,
  trusted: TrustedMessage,
  origin: WorkOrigin = 'arrival',
): Promise<TakenMessage> {
  const parsed = parseNotification(trusted.message);
  if (!parsed.ok) {
    const outcome = await quarantineReceived(context, trusted, trusted.messageId, parsed);
    return { outcome, notification: null };
  }
  const { notification } = parsed;
  return await withLogContext(notificationLogContext(notification), async () => {
    noteVersion(context, trusted, notification);
    return { outcome: await handOn(context, trusted, notification, origin), notification };
  });
}

async function handOn(
  context: IngestionContext,
  trusted: TrustedMessage,
  notification: DrsNotification,
  origin: WorkOrigin,
): Promise<TakeOutcome> {
  const key = orderKeyOf(notification);
  if (await mustWaitBehindDeferred(context, key, origin)) {
    return await defer(context, trusted, key);
  }
  try {
    const effect = await routeNotification(context, notification);
    if (effect !== 'unknown-order') return { kind: 'taken', effect };
    return await keepUnusable(context, trusted, ORDER_CLOSED_UNKNOWN);
  } catch (error) {
    if (!(error instanceof BackendFailure)) throw error;
    switch (error.code) {
      case 'TEMPORAL_UNAVAILABLE':
      case 'INGESTION_BUSY':
        // Too much at once, too: SNS gives up after a minute of 503 by default, and durable here beats refused.
        if (origin === 'backlog') return { kind: 'unavailable', code: error.code };
        return await defer(context, trusted, key);
      case 'TEMPORAL_REJECTED':
      case 'HISTORY_REJECTED':
        return await keepUnusable(context, trusted, error.code);
      case 'HISTORY_UNAVAILABLE':
        return { kind: 'unavailable', code: error.code };
    }
  }
}

async function defer(
  context: IngestionContext,
  trusted: TrustedMessage,
  key: string,
): Promise<TakeOutcome> {
  try {
    await deferMessage(context, trusted, key);
    return { kind: 'deferred' };
  } catch (error) {
    if (!(error instanceof BackendFailure)) throw error;
    // Quarantine keeps bytes, so it takes what PostgreSQL's JSON does not.
    return error.code === 'HISTORY_REJECTED'
      ? await keepUnusable(context, trusted, error.code)
      : { kind: 'unavailable', code: error.code };
  }
}

async function keepUnusable(
  context: IngestionContext,
  trusted: TrustedMessage,
  code: string,
): Promise<TakeOutcome> {
  return await quarantineReceived(context, trusted, trusted.messageId, { code, problems: [] });
}

function noteVersion(
  { logger, metrics }: IngestionContext,
  { claimedVersion, messageId }: TrustedMessage,
  { type, version }: DrsNotification,
): void {
  if (version === null || !versionDisagrees(claimedVersion, version)) return;
  // The attribute's text is anybody's: only the two that Amazon knows become a label.
  const attribute = claimedVersion === '1.0' || claimedVersion === '2.0' ? claimedVersion : 'other';
  metrics.versionMismatches.inc({ type, body: version, attribute });
  logger.warn(
    { code: 'VERSION_ATTRIBUTE_MISMATCH', messageId, type, version, attribute },
    'the version attribute contradicts the signed body, which counts',
  );
}
