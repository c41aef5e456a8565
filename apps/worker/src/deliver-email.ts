import { activityInfo } from '@temporalio/activity';
import { EmailRefusedError, EmailUnavailableError } from '@refill/customer-email/email-errors';
import type { EmailKind } from '@refill/customer-email/email-kinds';
import type { RenderedEmail } from '@refill/customer-email/outgoing-email';
import { parseSender } from '@refill/customer-email/sender-identity';
import type { SmtpSender } from '@refill/customer-email/smtp-sender';
import { type Contact, getContact } from '@refill/order-history/contacts';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { EmailClaim, EmailClaimant } from '@refill/order-history/email-claim';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { EmailSkipReason } from '@refill/order-lifecycle/order-event';
import { asHistoryCall, retryableFailure } from './activity-failure';
import { createEmailDeliveries } from './email-deliveries';

/** What sending a mail needs. */
export interface EmailSettings {
  readonly database: OrderHistoryDatabase;
  readonly sender: SmtpSender;
  /** This process; it holds claims longer than `sender` takes for a mail. */
  readonly claimant: EmailClaimant;
  /** `EMAIL_FROM`. */
  readonly from: string;
  /** `EMAIL_KINDS`. */
  readonly kinds: readonly EmailKind[];
  /** `EMAIL_MAX_AGE` in ms: a backfill must not mail people. */
  readonly maxAgeMs: number;
  /** Ends the tries to record a mail that went out while PostgreSQL was down. */
  readonly giveUp: AbortSignal;
  /** Told of each mail that begins to be sent. */
  readonly onBegin?: (delivery: Promise<unknown>) => void;
}

/** What a mail's words need besides what it is about. */
export interface WordsContext {
  /** The customer's name, `null` when it is not known. */
  readonly name: string | null;
  /** The display name of `EMAIL_FROM`, `null` when it has none. */
  readonly brand: string | null;
  /** ISO 8601, UTC: now. */
  readonly sentAt: string;
  /** BCP 47, `null` where the customer named none. */
  readonly locale: string | null;
}

/** A mail to deliver, and where it is claimed and settled. */
export interface EmailToDeliver {
  /** Names it in this process. */
  readonly key: string;
  readonly kind: EmailKind;
  readonly customerId: string;
  /** When that of which it tells happened: ISO 8601, UTC. */
  readonly occurredAt: string;
  /** How to reach the customer, where that was read already; `null` when nobody told us. */
  readonly contact?: Contact | null;
  /** When the activity's attempt began to work, by `performance.now()`; now, where it does nothing else. */
  readonly startedAt?: number;
  claim(): Promise<EmailClaim>;
  /** Lets go of the claim: the mail could not be sent now. */
  release(): Promise<void>;
  /** Records how it ended; gives back how it ended first. */
  settle(outcome: EmailOutcome, occurredAt: string): Promise<EmailOutcome>;
  render(context: WordsContext): Promise<RenderedEmail>;
}

/** Delivers a mail, whatever it is about. */
export type DeliverEmail = (email: EmailToDeliver) => Promise<EmailOutcome>;

/** How long before its time is up an attempt says itself that it is not done, in ms. */
const ANSWER_BEFORE_TIMEOUT_MS = 500;

/** How soon a mail is tried again that another worker is sending, in ms. */
const ASK_AGAIN_MS = 5_000;

/**
 * Makes what sends mails within an activity.
 *
 * A mail's row is claimed before the send and settled after it. A crash between the two can at worst repeat the
 * same mail, with the same `Message-ID`. While this process lives it does not: it holds the claim, so that no other
 * worker sends; an attempt that comes before an earlier one has ended waits for that one, and a mail that went out is
 * recorded as soon as PostgreSQL takes it.
 */
export function createEmailDelivery(settings: EmailSettings): DeliverEmail {
  const { database, sender, from } = settings;
  const brand = parseSender(from).name;
  const deliveries = createEmailDeliveries<EmailOutcome>(settings.giveUp, settings.onBegin);

  const deliver = async (email: EmailToDeliver): Promise<EmailOutcome> => {
    const claim = await asHistoryCall(() => email.claim());
    if (claim.state === 'settled') return claim.outcome;
    if (claim.state === 'claimed-elsewhere') {
      throw retryableFailure('EMAIL_UNAVAILABLE', 'another worker is sending it', ASK_AGAIN_MS);
    }
    // The first claim's: with another EMAIL_FROM since, a mail sent again would not be the same one.
    const { messageId } = claim;
    const settle = async (outcome: EmailOutcome): Promise<EmailOutcome> =>
      await asHistoryCall(() => email.settle(outcome, new Date().toISOString()));
    const reason = reasonToSkip(email, settings, Date.now());
    if (reason !== null) return await settle({ outcome: 'skipped', reason });
    try {
      const contact =
        email.contact === undefined
          ? await asHistoryCall(() => getContact(database, email.customerId))
          : email.contact;
      if (contact === null) return await settle({ outcome: 'skipped', reason: 'no-contact' });
      const rendered = await email.render(wordsContext(contact, brand));
      await sender.send({
        ...rendered,
        to: { address: contact.email, name: contact.name },
        messageId,
      });
    } catch (error) {
      if (error instanceof EmailRefusedError) {
        return await settle({ outcome: 'failed', code: error.outcomeCode });
      }
      // Another worker may try it next; where this fails as well, the claim ends by itself.
      await email.release().catch(() => undefined);
      if (error instanceof EmailUnavailableError) {
        throw retryableFailure(error.code, error.message);
      }
      throw error;
    }
    return await deliveries.untilRecorded(() => settle({ outcome: 'sent', messageId }));
  };

  return async (email) =>
    await deliveries.join(email.key, () => deliver(email), attemptPatienceMs(email.startedAt));
}

/**
 * How long the present attempt of an activity may still wait, in ms: it still says itself that it is not done.
 * @param startedAt when it began to work, by `performance.now()`; now by default
 */
export function attemptPatienceMs(startedAt?: number): number {
  const used = startedAt === undefined ? 0 : performance.now() - startedAt;
  return Math.max(0, activityInfo().startToCloseTimeoutMs - ANSWER_BEFORE_TIMEOUT_MS - used);
}

function wordsContext({ name, locale }: Contact, brand: string | null): WordsContext {
  return { name, locale, brand, sentAt: new Date().toISOString() };
}

function reasonToSkip(
  { kind, occurredAt }: EmailToDeliver,
  settings: EmailSettings,
  now: number,
): EmailSkipReason | null {
  if (!settings.kinds.includes(kind)) return 'kind-switched-off';
  if (now - Date.parse(occurredAt) > settings.maxAgeMs) return 'too-old';
  return null;
}
