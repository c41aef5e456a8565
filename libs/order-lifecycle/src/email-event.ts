import type { EmailOutcome } from './email-outcome';
import type { OrderEvent } from './order-event';

/**
 * The event of a mail that has ended. Its key is that of the mail: however a mail ends, it ends once.
 * @param kind an order's kind of mail
 * @param occurredAt ISO 8601, UTC
 */
export function emailEvent(kind: string, outcome: EmailOutcome, occurredAt: string): OrderEvent {
  const base = { key: emailEventKey(kind), occurredAt, notificationId: null };
  switch (outcome.outcome) {
    case 'sent':
      return { ...base, type: 'email-sent', data: { kind, messageId: outcome.messageId } };
    case 'skipped':
      return { ...base, type: 'email-skipped', data: { kind, reason: outcome.reason } };
    case 'failed':
      return { ...base, type: 'email-failed', data: { kind, code: outcome.code } };
  }
}

/** The key of the event by which a mail ends. @param kind an order's kind of mail */
export function emailEventKey(kind: string): string {
  return `email:${kind}`;
}
