import type { EmailClaimant } from './email-claim';

/** A worker that claims mails, for tests only. */
export function testClaimant(changes: Partial<EmailClaimant> = {}): EmailClaimant {
  return { id: 'worker-1', holdMs: 60_000, ...changes };
}
