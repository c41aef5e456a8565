import { quarantineMessage } from '@refill/order-history/quarantine';
import { BackendFailure } from './backend-failure';
import type { IngestionContext } from './ingestion-context';
import type { ReceivedMessage } from './received-message';
import type { MessageProblem, TakeOutcome } from './take-outcome';

/** Why a message can't be used. */
export interface QuarantineReason {
  /** Stable, see docs/errors.md. */
  readonly code: string;
  readonly problems: readonly MessageProblem[];
  /** Whether nobody vouches for it: quarantine takes a limited number of those. */
  readonly untrusted?: boolean;
}

/** The code of a message for which quarantine has no place. */
export const QUARANTINE_FULL = 'QUARANTINE_FULL';

/**
 * Puts a message into quarantine; a redelivery is kept once, and of a replay nothing but the outcome is told.
 * @returns `unavailable` when PostgreSQL can't take it, or too many lie there that nobody vouches for
 */
export async function quarantineReceived(
  context: Pick<IngestionContext, 'history' | 'logger' | 'metrics' | 'maxOpenUntrusted'>,
  received: ReceivedMessage,
  messageId: string,
  reason: QuarantineReason,
): Promise<Extract<TakeOutcome, { kind: 'quarantined' | 'unavailable' }>> {
  const { history, logger, metrics, maxOpenUntrusted } = context;
  const { code, problems, untrusted = false } = reason;
  const { transport, body, headers, receivedAt, attempts = 1 } = received;
  if (received.quarantinedAs !== undefined) return { kind: 'quarantined', code };
  try {
    const kept = await history.run(
      async (db) =>
        await quarantineMessage(db, {
          messageId,
          transport,
          reasonCode: code,
          detail: problems
            .map(({ path, expected }) => `${path || '(all of it)'}: ${expected}`)
            .join('; '),
          body,
          headers,
          receivedAt,
          attempts,
          untrusted,
          maxOpenUntrusted,
        }),
    );
    if (kept === 'full') return { kind: 'unavailable', code: QUARANTINE_FULL };
    if (kept === 'quarantined') {
      metrics.quarantined.inc({ transport, code });
      logger.warn({ code, transport, messageId }, 'message quarantined');
    }
    return { kind: 'quarantined', code };
  } catch (error) {
    if (error instanceof BackendFailure) return { kind: 'unavailable', code: error.code };
    throw error;
  }
}
