import type { ZodError } from 'zod';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type {
  EmailSkipReason,
  OrderEmailKind,
  OrderEvent,
} from '@refill/order-lifecycle/order-event';

/** The key of a mail's event: however it ends, it ends once. */
export function emailEventKey(kind: OrderEmailKind): string {
  return `email:${kind}`;
}

/**
 * The event of a mail that ended.
 * @param occurredAt ISO 8601, UTC
 */
export function emailEvent(
  kind: OrderEmailKind,
  outcome: EmailOutcome,
  occurredAt: string,
): OrderEvent {
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

/**
 * The event of a mail that was due but must not be sent.
 * @param occurredAt ISO 8601, UTC
 */
export function skippedEmailEvent(
  kind: OrderEmailKind,
  reason: EmailSkipReason,
  occurredAt: string,
): OrderEvent {
  return emailEvent(kind, { outcome: 'skipped', reason }, occurredAt);
}

/**
 * The note of a signal that could not be read; it names the fields, never their values.
 * @param number counts the notes of this run
 * @param occurredAt ISO 8601, UTC
 */
export function malformedSignalNote(
  number: number,
  occurredAt: string,
  error: ZodError,
): OrderEvent {
  const fields = error.issues.map((issue) => issue.path.join('.') || '(payload)').join(', ');
  return {
    type: 'note',
    key: `note:malformed-signal:${String(number)}:${occurredAt}`,
    occurredAt,
    notificationId: null,
    data: { text: `ignored a malformed signal; wrong: ${fields}` },
  };
}
