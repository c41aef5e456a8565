import { withLogContext } from '@refill/service/log-context';
import { noteOnSpan, type SpanAttributes } from '@refill/tracing/in-span';
import type { IngestionContext } from './ingestion-context';
import type { Transport } from './ingestion-metrics';
import { notificationLogContext } from './notification-log-context';
import type { TakenMessage } from './take-drs-message';

/**
 * Counts what became of a message, logs it and notes it on the trace, by codes and ids only.
 * @param durationMs how long taking it took, in ms
 */
export function noteTaken(
  context: Pick<IngestionContext, 'logger' | 'metrics'>,
  transport: Transport,
  taken: TakenMessage,
  durationMs: number,
): void {
  const ids = taken.notification === null ? {} : notificationLogContext(taken.notification);
  noteOnSpan(spanAttributesOf(taken));
  withLogContext(ids, () => {
    note(context, transport, taken, durationMs);
  });
}

function spanAttributesOf({ outcome, notification }: TakenMessage): SpanAttributes {
  const known = notification === null ? {} : notificationLogContext(notification);
  return {
    'refill.outcome': outcome.kind,
    'refill.code': 'code' in outcome ? outcome.code : undefined,
    'refill.notification_type': notification?.type,
    'refill.notification_version': notification?.version ?? undefined,
    'refill.notification_id': known.notificationId,
    'refill.order_id': known.orderId,
  };
}

function note(
  { logger, metrics }: Pick<IngestionContext, 'logger' | 'metrics'>,
  transport: Transport,
  { outcome, notification }: TakenMessage,
  durationMs: number,
): void {
  const type = notification?.type ?? 'unknown';
  const version = notification?.version ?? 'none';
  metrics.notifications.inc({ transport, type, version, outcome: outcome.kind });
  metrics.duration.observe({ transport, type, outcome: outcome.kind }, durationMs / 1_000);
  switch (outcome.kind) {
    case 'untrusted':
    case 'malformed':
      metrics[outcome.kind].inc({ transport, code: outcome.code });
      // No id and no text of it: whoever sent it would write our log.
      logger.warn({ code: outcome.code, transport }, 'message refused');
      return;
    case 'unavailable':
      logger.warn({ code: outcome.code, transport }, 'message cannot be taken now');
      return;
    case 'deferred':
      logger.warn({ transport }, 'message deferred until Temporal takes it');
      return;
    case 'taken':
      logger.info(
        {
          transport,
          effect: outcome.effect,
          type: notification?.type,
        },
        'notification taken',
      );
      return;
    case 'confirmed':
    case 'unsubscribed':
    case 'quarantined':
  }
}
