import { quarantineMessage } from '@refill/order-history/quarantine';
import type { IngestionContext } from './ingestion-context';
import type { ReceivedMessage } from './received-message';
import type { MessageProblem, TakeOutcome } from './take-outcome';

/**
 * Puts a message into quarantine; a redelivery is kept once.
 * @param reason.code stable: why it can't be used
 * @throws BackendFailure when PostgreSQL can't take it
 */
export async function quarantineReceived(
  { history, logger, metrics }: Pick<IngestionContext, 'history' | 'logger' | 'metrics'>,
  received: ReceivedMessage,
  messageId: string,
  reason: { readonly code: string; readonly problems: readonly MessageProblem[] },
): Promise<Extract<TakeOutcome, { kind: 'quarantined' }>> {
  const { code, problems } = reason;
  const { transport, body, headers, receivedAt } = received;
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
      }),
  );
  if (kept === 'quarantined') {
    metrics.quarantined.inc({ transport, code });
    logger.warn({ code, transport, messageId }, 'message quarantined');
  }
  return { kind: 'quarantined', code };
}
