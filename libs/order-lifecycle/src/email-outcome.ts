import type { EmailSkipReason } from './order-event';

/** How a mail that was due ended; it never changes once it is known. */
export type EmailOutcome =
  | { readonly outcome: 'sent'; readonly messageId: string }
  | { readonly outcome: 'skipped'; readonly reason: EmailSkipReason }
  /** `code` is stable and holds no personal data: `EMAIL_REFUSED_550`, `EMAIL_GAVE_UP`. */
  | { readonly outcome: 'failed'; readonly code: string };

/** How a mail ended of which nobody can say whether it went out: whoever sent it was killed, or lost PostgreSQL. */
export const EMAIL_OUTCOME_UNKNOWN = {
  outcome: 'failed',
  code: 'EMAIL_OUTCOME_UNKNOWN',
} as const satisfies EmailOutcome;
