import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { DeviceEmail } from './device-email';
import type { EmailEvent } from './device-event';

/**
 * The event of a mail that has ended. Its key is that of the mail: however a mail ends, it ends once.
 * @param occurredAt ISO 8601, UTC
 */
export function emailEvent(
  { kind, key }: Pick<DeviceEmail, 'kind' | 'key'>,
  outcome: EmailOutcome,
  occurredAt: string,
): EmailEvent {
  const base = { key: `email:${key}`, occurredAt, notificationId: null };
  switch (outcome.outcome) {
    case 'sent':
      return { ...base, type: 'email-sent', data: { kind, messageId: outcome.messageId } };
    case 'skipped':
      return { ...base, type: 'email-skipped', data: { kind, reason: outcome.reason } };
    case 'failed':
      return { ...base, type: 'email-failed', data: { kind, code: outcome.code } };
  }
}
