import { DEVICE_EMAIL_KINDS } from '@refill/device-lifecycle/device-email';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { DeliverEmail } from './deliver-email';

/** Sending takes up to 25 s, in seconds. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Counts what becomes of mails, and how long a delivery takes.
 *
 * Attempts that fail for now count as `retry`. An activity that is repeated after its answer was lost finds its mail
 * settled, and counts it once more.
 */
export function withEmailMetrics(deliver: DeliverEmail, registry: Registry): DeliverEmail {
  const registers = [registry];
  const emails = new Counter({
    name: 'refill_emails_total',
    help: 'Mails by kind and how delivering them ended; retry: not yet',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  // A rate needs the 0 before the first one.
  for (const kind of [...ORDER_EMAIL_KINDS, ...DEVICE_EMAIL_KINDS]) {
    for (const outcome of ['sent', 'skipped', 'failed', 'retry']) emails.inc({ kind, outcome }, 0);
  }
  const duration = new Histogram({
    name: 'refill_email_duration_seconds',
    help: 'How long delivering a mail took, by how it ended',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers,
  });
  return async (email) => {
    const { kind } = email;
    const startedAt = performance.now();
    const note = (outcome: string): void => {
      emails.inc({ kind, outcome });
      duration.observe({ outcome }, (performance.now() - startedAt) / 1_000);
    };
    try {
      const ended = await deliver(email);
      note(ended.outcome);
      return ended;
    } catch (error) {
      note('retry');
      throw error;
    }
  };
}
