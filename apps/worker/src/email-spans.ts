import type { SmtpSender } from '@refill/customer-email/smtp-sender';
import { inSpan } from '@refill/tracing/in-span';

/** Shows each conversation with the mail server in the trace; neither address nor subject. */
export function withEmailSpans(sender: SmtpSender): SmtpSender {
  return {
    send: async (email, signal) => {
      await inSpan({ name: 'SMTP send', kind: 'client' }, () => sender.send(email, signal));
    },
    verify: () => sender.verify(),
    close: () => sender.close(),
  };
}
