import { parseNotification } from '@refill/drs-notifications/parse-notification';
import type { DrsNotification } from '@refill/drs-notifications/notification';
import { BackendFailure } from './backend-failure';
import { deferMessage } from './deferred-payload';
import type { IngestionContext } from './ingestion-context';
import { quarantineReceived } from './quarantine-received';
import type { TrustedMessage } from './received-message';
import { routeNotification } from './route-notification';
import type { TakeOutcome } from './take-outcome';
import { versionDisagrees } from './version-disagrees';

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
 * @throws what is neither of Temporal nor of PostgreSQL, and so a mistake of ours
 */
export async function takeDrsMessage(
  context: IngestionContext,
  trusted: TrustedMessage,
): Promise<TakenMessage> {
  const parsed = parseNotification(trusted.message);
  if (!parsed.ok) {
    return { outcome: await keepUnusable(context, trusted, parsed), notification: null };
  }
  const { notification } = parsed;
  noteVersion(context, trusted, notification);
  try {
    const effect = await routeNotification(context, notification);
    if (effect !== 'unknown-order') return { outcome: { kind: 'taken', effect }, notification };
    const reason = { code: ORDER_CLOSED_UNKNOWN, problems: [] };
    return { outcome: await keepUnusable(context, trusted, reason), notification };
  } catch (error) {
    if (!(error instanceof BackendFailure)) throw error;
    return { outcome: await afterFailure(context, trusted, error), notification };
  }
}

async function afterFailure(
  context: IngestionContext,
  trusted: TrustedMessage,
  failure: BackendFailure,
): Promise<TakeOutcome> {
  switch (failure.code) {
    case 'TEMPORAL_UNAVAILABLE':
      try {
        await deferMessage(context.history, trusted);
        return { kind: 'deferred' };
      } catch (error) {
        return unavailableBecauseOf(error);
      }
    case 'TEMPORAL_REJECTED':
    case 'HISTORY_REJECTED':
      return await keepUnusable(context, trusted, { code: failure.code, problems: [] });
    case 'HISTORY_UNAVAILABLE':
    case 'INGESTION_BUSY':
      return { kind: 'unavailable', code: failure.code };
  }
}

async function keepUnusable(
  context: IngestionContext,
  trusted: TrustedMessage,
  reason: Parameters<typeof quarantineReceived>[3],
): Promise<TakeOutcome> {
  try {
    return await quarantineReceived(context, trusted, trusted.messageId, reason);
  } catch (error) {
    return unavailableBecauseOf(error);
  }
}

/**
 * The outcome when a message can neither be handed on nor kept: it must be delivered again.
 * @throws the error itself when it is not of Temporal or PostgreSQL
 */
export function unavailableBecauseOf(error: unknown): TakeOutcome {
  if (error instanceof BackendFailure) return { kind: 'unavailable', code: error.code };
  throw error;
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
