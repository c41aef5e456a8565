import { Counter, type Registry } from 'prom-client';
import type { ResendEmailActivities } from '@refill/temporal/resend-email-messages';

/**
 * Counts what becomes of mails that operators have sent again; attempts that fail for now count as `retry`. An
 * activity that is repeated after its answer was lost counts once more.
 */
export function withResendEmailMetrics(
  activities: ResendEmailActivities,
  registry: Registry,
): ResendEmailActivities {
  const resent = new Counter({
    name: 'refill_emails_resent_total',
    help: 'Mails that operators had sent again, by how that ended; retry: not yet',
    labelNames: ['outcome'],
    registers: [registry],
  });
  // A rate needs the 0 before the first one.
  for (const outcome of ['sent', 'failed', 'retry']) resent.inc({ outcome }, 0);
  return {
    resendEmail: async (input) => {
      try {
        const outcome = await activities.resendEmail(input);
        resent.inc({ outcome });
        return outcome;
      } catch (error) {
        resent.inc({ outcome: 'retry' });
        throw error;
      }
    },
    giveUpResendingEmail: async (input) => {
      const outcome = await activities.giveUpResendingEmail(input);
      resent.inc({ outcome });
      return outcome;
    },
  };
}
